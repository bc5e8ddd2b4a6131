"""Errors of the conversation."""


class HandlerError(Exception):
    """A message could not be handled."""
