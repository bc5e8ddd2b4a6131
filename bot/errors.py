"""Errors of the running robot."""


class BotError(Exception):
    """The robot could not do what it was to do."""


class StorageError(BotError):
    """Nothing was stored: whoever gave it to us has to give it again."""


class NewerSchemaError(StorageError):
    """The database was brought to a step that this program does not know."""
