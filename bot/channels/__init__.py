"""Channels: look-alike folders, one a platform, that know nothing of each other."""
