"""The moods."""

from enum import StrEnum


class Mood(StrEnum):
    """How a text stands to what it speaks of. BARE: nothing says that it took place, nothing that it did not."""

    TOLD = "told"
    BARE = "bare"
    PLANNED = "planned"
    DENIED = "denied"
    ASKED = "asked"
    WISHED = "wished"
    RULED = "ruled"
    HEARD = "heard"
    PRAISED = "praised"
