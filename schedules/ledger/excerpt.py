"""Excerpts of the ledger, which are given out as files."""

from dataclasses import dataclass
from datetime import date

from schedules.ledger.activity import ActivityKind
from schedules.people.organisation import OrganisationId

BEGIN = "ledger:"
PARTS_BEHIND = 4
ALL, WITHOUT_TALKS, AND = "all", "open", "+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """An excerpt (台账摘录): an organisation's records of some days, of these kinds or of all. `until` is exclusive.

    Who talked with whom is for the two and their own officers: without `has_talks` there are none in it.
    """

    organisation_id: OrganisationId
    since: date
    until: date
    kinds: tuple[ActivityKind, ...] = ()
    has_talks: bool = True


def excerpt_key(excerpt: Excerpt, asked_for: str) -> str:
    """The key of the message that gives an excerpt to whoever `asked_for` it, a name without a colon."""
    whole = ALL if excerpt.has_talks else WITHOUT_TALKS
    chosen = AND.join(excerpt.kinds) or whole
    return f"{BEGIN}{excerpt.organisation_id}:{excerpt.since}:{excerpt.until}:{chosen}:{asked_for}"


def read_excerpt(key: str) -> Excerpt:
    """The excerpt that a message of that key gives."""
    organisation_id, since, until, chosen, _ = key.removeprefix(BEGIN).rsplit(":", PARTS_BEHIND)
    return Excerpt(
        organisation_id=OrganisationId(organisation_id),
        since=date.fromisoformat(since),
        until=date.fromisoformat(until),
        kinds=() if chosen in {ALL, WITHOUT_TALKS} else tuple(map(ActivityKind, chosen.split(AND))),
        has_talks=chosen != WITHOUT_TALKS,
    )
