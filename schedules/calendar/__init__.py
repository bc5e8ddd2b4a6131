"""Spans of days, working days, festivals."""
