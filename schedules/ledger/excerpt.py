"""Excerpts of the ledger, which are given out as files."""

from dataclasses import dataclass
from datetime import date

from schedules.ledger.activity import ActivityKind
from schedules.people.organisation import OrganisationId

BEGIN = "ledger:"
PARTS_BEHIND = 4
ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """An excerpt (台账摘录): an organisation's records of some days, of one kind or of all. `until` is exclusive."""

    organisation_id: OrganisationId
    since: date
    until: date
    kind: ActivityKind | None = None


def excerpt_key(excerpt: Excerpt, asked_for: str) -> str:
    """The key of the message that gives an excerpt to whoever `asked_for` it, a name without a colon."""
    kind = excerpt.kind.value if excerpt.kind else ALL
    return f"{BEGIN}{excerpt.organisation_id}:{excerpt.since}:{excerpt.until}:{kind}:{asked_for}"


def read_excerpt(key: str) -> Excerpt:
    """The excerpt that a message of that key gives."""
    organisation_id, since, until, kind, _ = key.removeprefix(BEGIN).rsplit(":", PARTS_BEHIND)
    return Excerpt(
        organisation_id=OrganisationId(organisation_id),
        since=date.fromisoformat(since),
        until=date.fromisoformat(until),
        kind=None if kind == ALL else ActivityKind(kind),
    )
