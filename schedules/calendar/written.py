"""Days as offices write them in tables."""

import re
import unicodedata
from datetime import date

_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))")


def parse_day(text: str) -> date | None:
    """A written day: 2026-06-28, 2026/6/28, 2026.6.28, 2026年6月28日 or 20260628; None for anything else."""
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None
