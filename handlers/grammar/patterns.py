"""Large patterns, compiled when a text first needs them: at once they would take as long as all the rest of a start."""

import re
from functools import cache


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled once."""
    return re.compile(pattern)
