"""Clauses that tell what no ledger keeps, learned from messages and phrases that were read by hand.

The weights of a clause's pieces stand in privacy.tsv; what guard.py makes of them: docs/adr/0010.

piece := one or two characters of the clause, all numbers alike, what is blanked out one sign
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from handlers.grammar.learned.weights import scale_in
from handlers.grammar.privacy.announced import pieces_in
from handlers.grammar.privacy.person_matters import CALLED, LIKELY, PERSON
from handlers.grammar.privacy.sensitive_words import OFFICE_MATTERS, RELATIVES
from handlers.grammar.text.patterns import Pattern

Finding = tuple[str, int, int]
TABLE, ANSWERS = "privacy.tsv", ("harmless", "private")
MATTERS = frozenset({"health", "family", "private", "hardship", "discipline", "criticism", "talk_content"})
"""What rules find by words and phrases; numbers, sums and candidates are told by their form."""
CLAUSE_ENDS = ",。;!?\n()[]"
BLANK = "　"
_TELLING, _LIKELY, _HARMLESS = 4.0, 1.0, -5.0
"""Log odds: of a piece without which nothing is looked for; above which a clause is private; below which a rule is wrong."""
_LEAST, _NEAR = 4, 30
"""A shorter clause tells nothing; and how far before it whom it is about may stand."""
_LONG = 24
"""Characters of a clause above which it is no clause but what somebody dictated: what is harmless in it says nothing of the rest."""
_NAMED = Pattern(
    rf"(?:^|[,。;:、(\s和跟与找给对把被让说予于了的员工部啊呀哦嗯呢吧那]){PERSON}|{CALLED}|[他她]|[那这][家户位个]"
)
_SOMEBODY = Pattern(rf"{PERSON}|{LIKELY}|{RELATIVES}|[他她我]|本人|某|[有那这][位个人家户]|一[位名]|请假|没来")
_OFFICE = Pattern(f"(?:{OFFICE_MATTERS})+")
_BEGIN, _END = "⟨", "⟩"
_CLAUSE = re.compile(rf"[^{re.escape(CLAUSE_ENDS)}]+")
_PART = re.compile(rf"[他她]?[^{re.escape(CLAUSE_ENDS)} 他她]+")
_ALIKE = re.compile(rf"\d+|{BLANK}+")
_TITLE = re.compile(r"《[^《》]*》")
_PERSONAL_TITLE = re.compile(r"关于(?:给予|对|同意|接收|撤销|开除)")


@cache
def telling_pieces() -> frozenset[str]:
    """The pieces that most private matters have: most messages have none."""
    return scale_in(TABLE).telling(_TELLING)


def second_thoughts(text: str, findings: Sequence[Finding]) -> Iterator[Finding]:
    """What the rules found, but for what is plainly harmless, and what they overlooked."""
    parts = [*parts_in(text)]
    said = [text[start:end] for start, end in parts]
    lead_of = {part: scale_in(TABLE).lead(pieces_of_part(part)) for part in dict.fromkeys(said)}
    leads = [lead_of[part] for part in said]
    found = [bisect_right(parts, (start, len(text))) - 1 for _, start, _ in findings]
    named = not findings or _NAMED.search(text)
    for finding, at in zip(findings, found, strict=True):
        if named or finding[0] not in MATTERS or at < 0 or leads[at] > _HARMLESS or len(said[at]) > _LONG:
            yield finding
    heard = set(found)
    for at, (start, end) in enumerate(parts):
        if (
            leads[at] > _LIKELY
            and at not in heard
            and not _OFFICE.fullmatch(said[at])
            and end - start - text.count(BLANK, start, end) >= _LEAST
            and _SOMEBODY.search(text, max(0, start - _NEAR), end)
        ):
            yield "matter", start, end if end - start <= _LONG else start


def parts_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the clauses of a normalised text stand; who dictates begins a new one with 他 or 她."""
    return (found.span() for found in _PART.finditer(text))


def clauses_in(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Where the clauses of a normalised text stand between their marks."""
    return (found.span() for found in _CLAUSE.finditer(text, start))


def pieces_of_part(part: str) -> frozenset[str]:
    """What is weighed of a clause."""
    said = f"{_BEGIN}{_ALIKE.sub(_sign_of, part)}{_END}"
    return frozenset(pieces_in(said))


def without_titles(text: str) -> str:
    """The text with blanks for what is only called so."""
    return _TITLE.sub(_blank_title, text) if "《" in text else text


def _blank_title(found: re.Match[str]) -> str:
    return found[0] if _PERSONAL_TITLE.search(found[0]) else BLANK * len(found[0])


def _sign_of(found: re.Match[str]) -> str:
    return BLANK if found[0][0] == BLANK else "0"
