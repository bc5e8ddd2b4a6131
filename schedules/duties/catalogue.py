"""The catalogue (事项清单): all duties, layered by profile (方案): base, a place, an organisation's own settings."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from schedules.calendar.spans import parse_span
from schedules.duties.duty import Duty, DutyId, Window
from schedules.duties.facts import Facts
from schedules.duties.reading import read_files
from schedules.duties.roster import has_committee
from schedules.duties.rows import ProfileRow
from schedules.errors import Problem
from schedules.ledger.activity import ActivityKind
from schedules.people.organisation import Organisation, OrganisationKind, OrganisationSettings
from schedules.people.role import Role

BASE = "base"
OFF_BY_DEFAULT = frozenset({"sensitive", "unset"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A place's set of duties (方案), which adds to the one it extends and wins over it."""

    id: str
    name: str
    extends: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All duties by id, and for each profile those that hold there, before an organisation's own settings."""

    duties: Mapping[DutyId, Duty]
    profiles: Mapping[str, Profile]
    layers: Mapping[str, tuple[Duty, ...]]
    owned: Mapping[tuple[str, OrganisationKind], tuple[Duty, ...]]
    told_by: Mapping[tuple[str, OrganisationKind, ActivityKind], tuple[Duty, ...]]
    """Of those owned, what records of a kind may fulfil, or set going."""
    set_going_by: Mapping[ActivityKind, tuple[Duty, ...]]

    def get(self, duty_id: DutyId) -> Duty | None:
        """The duty of that id, as its profile has it."""
        return self.duties.get(duty_id)

    def duties_of(self, facts: Facts, *, only: Container[DutyId] | None = None) -> tuple[Duty, ...]:
        """What the organisation owes: its profile's duties for its kind, under its own settings; or those in `only`.

        A duty that only members owe is kept by their branch. Without a branch committee nothing that needs one is owed.
        """
        candidates = self.owned.get((self._profile_of(facts.organisation), facts.organisation.kind), ())
        asked = (duty for duty in candidates if only is None or duty.id in only)
        return tuple([own for duty in asked if (own := owed(duty, facts))])

    def duties_told_by(self, kind: ActivityKind, organisation: Organisation) -> tuple[Duty, ...]:
        """What records of a kind may fulfil, or set going, before the organisation's own settings."""
        return self.told_by.get((self._profile_of(organisation), organisation.kind, kind), ())

    def _profile_of(self, organisation: Organisation) -> str:
        return organisation.profile if organisation.profile in self.layers else BASE


def parse_catalogue(sources: Mapping[str, str]) -> tuple[Catalogue, Sequence[Problem]]:
    """Read profiles from TOML texts (file name → text); every fault comes back, what is sound stands in the catalogue."""
    contents = read_files(sources)
    profiles = {head.id: _profile_of(head) for head in contents.profiles.values()}
    layers = {BASE: (), **{name: _layer(name, profiles, contents.duties) for name in profiles}}
    owned = {(name, kind): _owned_by(kind, layer) for name, layer in layers.items() for kind in OrganisationKind}
    catalogue = Catalogue(
        duties=contents.duties,
        profiles=profiles,
        layers=layers,
        owned=owned,
        told_by={
            (*owner, kind): told
            for owner, duties in owned.items()
            for kind, told in _grouped((duty, duty.kinds | _events_of(duty)) for duty in duties).items()
        },
        set_going_by=_grouped((duty, _events_of(duty)) for duty in contents.duties.values()),
    )
    return catalogue, contents.problems


def _events_of(duty: Duty) -> frozenset[ActivityKind]:
    return duty.trigger.kinds if duty.trigger else frozenset()


def _grouped(told: Iterable[tuple[Duty, Iterable[ActivityKind]]]) -> Mapping[ActivityKind, tuple[Duty, ...]]:
    found: defaultdict[ActivityKind, list[Duty]] = defaultdict(list)
    for duty, kinds in told:
        for kind in kinds:
            found[kind].append(duty)
    return {kind: tuple(duties) for kind, duties in found.items()}


def owed(duty: Duty, facts: Facts) -> Duty | None:
    """The duty as the organisation owes it; None where it does not."""
    settled = settle(duty, facts.organisation.settings)
    return None if settled and settled.needs_committee and not has_committee(facts) else settled


def settle(duty: Duty, settings: OrganisationSettings) -> Duty | None:
    """The duty under an organisation's own settings; None where it is not owed."""
    own = _own_values(duty, settings)
    if duty.id in settings.duties_off or own.get("min_count", 1) < 1:
        return None
    settled = replace(duty, **own) if own else duty
    wanted = duty.id in settings.duties_on
    return settled if wanted or not settled.marks & OFF_BY_DEFAULT else None


def _own_values(duty: Duty, settings: OrganisationSettings) -> dict[str, Any]:
    own: dict[str, Any] = {}
    if duty.id in settings.min_counts:
        own["min_count"] = settings.min_counts[duty.id]
    if duty.id in settings.lead_days:
        own["lead_days"] = tuple(settings.lead_days[duty.id])
    if duty.id in settings.audiences:
        own["audience"] = tuple(Role(role) for role in settings.audiences[duty.id])
    if window := _own_window(duty, settings):
        own |= {"window": window, "marks": duty.marks - {"unset"}}
    return own


def _own_window(duty: Duty, settings: OrganisationSettings) -> Window | None:
    written = settings.windows.get(duty.id)
    span = parse_span(written) if written else None
    return Window(opens=span[0], closes=span[1]) if span else None


def _profile_of(head: ProfileRow) -> Profile:
    return Profile(id=head.id, name=head.name, extends=head.extends, year=head.year)


def _layer(name: str, profiles: Mapping[str, Profile], duties: Mapping[DutyId, Duty]) -> tuple[Duty, ...]:
    chain = set(_chain(name, profiles))
    held = [duty for duty in duties.values() if duty.profile in chain]
    replaced = {duty.replaces for duty in held}
    return tuple(duty for duty in held if duty.id not in replaced)


def _chain(name: str, profiles: Mapping[str, Profile]) -> Iterator[str]:
    seen: set[str] = set()
    current: str | None = name
    while current is not None and current in profiles and current not in seen:
        seen.add(current)
        yield current
        current = profiles[current].extends


def _owned_by(kind: OrganisationKind, layer: tuple[Duty, ...]) -> tuple[Duty, ...]:
    return tuple(duty for duty in layer if kind in duty.owner_kinds or _is_kept_by(kind, duty))


def _is_kept_by(kind: OrganisationKind, duty: Duty) -> bool:
    return kind is OrganisationKind.BRANCH and duty.owner_kinds == {OrganisationKind.MEMBER}
