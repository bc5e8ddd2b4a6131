"""From proposals to a profile: which of them the catalogue has already, and the rest as rows that a person edits."""

import json
import re
from collections.abc import Iterator, Sequence

from schedules.calendar.festivals import Festival
from schedules.calendar.periods import Cadence
from schedules.duties.catalogue import Catalogue
from schedules.duties.duty import Duty
from schedules.duties.plans.propose import ProposedDuty
from schedules.ledger.activity import ActivityKind
from schedules.ledger.tags import tags_of

QUOTED = re.compile(r"“([^”]{2,20})”")
GENERIC = frozenset({ActivityKind.REPORT, ActivityKind.OTHER})
TAG_LENGTH = 12
BEFORE, AFTER = 7, 2
LEAD_DAYS = {
    Cadence.MONTHLY: (7, 2, 0),
    Cadence.QUARTERLY: (15, 5, 0),
    Cadence.HALF_YEARLY: (30, 10),
    Cadence.YEARLY: (60, 30, 10),
    Cadence.WINDOW: (14, 3, 0),
}


def known_as(proposed: ProposedDuty, catalogue: Catalogue) -> Duty | None:
    """The duty of the catalogue that seems to be the same: owner, rhythm, count, kind and tag agree."""
    tags = tags_of(proposed.name, proposed.kind)
    found = (duty for duty in catalogue.duties.values() if _agrees(duty, proposed, tags))
    return max(found, key=lambda duty: (duty.tag is not None, duty.window is not None), default=None)


def render_profile(duties: Sequence[ProposedDuty], *, profile: str, name: str) -> str:
    """A profile's file in TOML: what a person looks through, corrects and puts into the folder of own profiles."""
    head = f'[profile]\nid = {_quoted(profile)}\nname = {_quoted(name)}\nextends = "base"\n'
    blocks = ("\n".join(_lines_of(duty, f"{profile}-{number}", name)) for number, duty in enumerate(duties, 1))
    return "\n".join([head, *(f"[[duties]]\n{block}\n" for block in blocks)])


def _agrees(duty: Duty, proposed: ProposedDuty, tags: frozenset[str]) -> bool:
    if proposed.owner not in duty.owner_kinds or duty.min_count != proposed.min_count:
        return False
    # A yearly document has no window in the plan, and in the catalogue the one that we propose.
    rhythms = {proposed.cadence, Cadence.WINDOW} if proposed.kind in GENERIC else {proposed.cadence}
    plain = duty.tag is None and proposed.kind in duty.kinds and proposed.kind not in GENERIC
    return duty.cadence in rhythms and (plain or duty.tag in tags)


def _lines_of(duty: ProposedDuty, duty_id: str, plan: str) -> Iterator[str]:
    yield f"id = {_quoted(duty_id)}"
    yield f"name = {_quoted(duty.name)}"
    yield f"owner_kinds = [{_quoted(duty.owner)}]"
    yield f"cadence = {_quoted(duty.cadence)}"
    yield f"min_count = {duty.min_count}"
    if duty.window:
        yield f"window = {_window_of(duty.window)}"
    yield f"kinds = [{_quoted(duty.kind)}]"
    if duty.kind in GENERIC:
        yield f"tag = {_quoted(_tag_of(duty))}"
    yield f"lead_days = {list(LEAD_DAYS[duty.cadence])}"
    yield f"source = {_quoted(f'{plan} {duty.clause}'.strip())}"
    yield f"marks = {_quoted(['proposal'] if duty.window else [])}"
    yield f"note = {_quoted(duty.sentence)}"


def _window_of(window: str) -> str:
    if window in set(Festival):
        return f"{{ festival = {_quoted(window)}, before = {BEFORE}, after = {AFTER} }}"
    return _quoted(window)


def _tag_of(duty: ProposedDuty) -> str:
    known = sorted(tags_of(duty.name, duty.kind))
    quoted = QUOTED.search(duty.name)
    return known[0] if known else quoted[1] if quoted else duty.name[:TAG_LENGTH]


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
