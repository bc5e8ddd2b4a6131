"""A look over the duties of a catalogue or of an organisation: what must still be settled, and what weighs too much."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from schedules.calendar.periods import Cadence
from schedules.duties import faults
from schedules.duties.burden import check_burden_of_people, check_catalogue_burden
from schedules.duties.catalogue import Catalogue
from schedules.duties.duty import Duty, Occasion
from schedules.duties.facts import Facts
from schedules.errors import Problem
from schedules.people.organisation import OrganisationKind

MOST_STAGES = 8
"""More reminders of one thing than this are nagging."""

MOST_PER_DAY = 1


def lint_catalogue(catalogue: Catalogue, *, profile: str | None = None) -> tuple[Problem, ...]:
    """What a reader of a profile, or of all of them, must know: dates to set, values to confirm, and the burden check."""
    duties = [duty for duty in catalogue.duties.values() if profile in {None, duty.profile}]
    settled = chain.from_iterable(map(_open_points, duties))
    return (
        *settled,
        *check_burden(duties),
        *check_catalogue_burden(catalogue, profile),
        *_repetitions(catalogue, profile),
    )


def lint_organisation(
    facts: Facts, catalogue: Catalogue, *, per_person_per_day: int = MOST_PER_DAY
) -> tuple[Problem, ...]:
    """What an organisation must still settle before its duties can be judged, and the burden of what it owes."""
    organisation = facts.organisation
    owed = catalogue.duties_of(facts)
    dated = organisation.settings.windows
    candidates = catalogue.owned.get((organisation.profile, organisation.kind), ())
    unset = [duty for duty in candidates if "unset" in duty.marks and duty.id not in dated]
    return (
        *_gaps(facts, catalogue, owed),
        *(faults.unset_date(duty) for duty in unset if duty.id not in organisation.settings.duties_off),
        *(problem for duty in owed for problem in _open_points(duty)),
        *check_burden(owed),
        *check_burden_of_people(facts, owed),
        *_same_asked(owed),
        *([faults.many_messages(per_person_per_day)] if per_person_per_day > MOST_PER_DAY else []),
    )


def check_burden(duties: Iterable[Duty]) -> Iterator[Problem]:
    """减负体检: nothing like signing in, points, ranking, compulsory photos, and no more reminders than help."""
    for duty in duties:
        told = " ".join((duty.name, duty.tag or "", *duty.evidence, *(step.name for step in duty.steps), duty.note))
        yield from (faults.banned_word(duty, word) for word in faults.BANNED if word in told)
        if len(duty.lead_days) > MOST_STAGES:
            yield faults.many_reminders(duty, MOST_STAGES)


def _open_points(duty: Duty) -> Iterator[Problem]:
    if "unset" in duty.marks:
        yield faults.unset_date(duty)
    if "proposal" in duty.marks:
        yield faults.proposal(duty)
    if "unconfirmed" in duty.marks:
        yield faults.unconfirmed(duty)
    if duty.cadence is Cadence.EVENT and duty.trigger and duty.trigger.occasion is Occasion.OPENED:
        yield faults.opened_by_hand(duty)


def _gaps(facts: Facts, catalogue: Catalogue, owed: Iterable[Duty]) -> Iterator[Problem]:
    organisation = facts.organisation
    if organisation.profile not in catalogue.profiles:
        yield faults.profile_gone(organisation.name, organisation.profile)
    if organisation.term is None and any(duty.cadence is Cadence.TERM for duty in owed):
        yield faults.no_term(organisation.name)
    known = catalogue.duties.keys()
    settings = organisation.settings
    named = {*settings.duties_off, *settings.duties_on, *settings.min_counts, *settings.windows, *settings.lead_days}
    yield from (faults.unknown_duty(organisation.name, duty_id) for duty_id in sorted(named - known))


def _repetitions(catalogue: Catalogue, profile: str | None) -> Iterator[Problem]:
    seen: set[frozenset[str]] = set()
    for name, kind in catalogue.owned:
        if name in catalogue.profiles and profile in {None, name} and kind is not OrganisationKind.MEMBER:
            for group in _groups_of(catalogue.owned[name, kind]):
                ids = frozenset(duty.id for duty in group)
                if ids not in seen:
                    seen.add(ids)
                    yield faults.asked_twice(group)


def _same_asked(duties: Iterable[Duty]) -> Iterator[Problem]:
    return (faults.asked_twice(group) for group in _groups_of(duties))


def _groups_of(duties: Iterable[Duty]) -> Iterator[list[Duty]]:
    """Duties that the same record fulfils in the same rhythm: one of them would do.

    Several counts over one set of records (each month and twelve a year) are no repetition: they tell different things.
    """
    groups: defaultdict[object, list[Duty]] = defaultdict(list)
    for duty in duties:
        if duty.cadence is not Cadence.EVENT:
            key = (
                duty.cadence,
                duty.kinds,
                duty.tag,
                duty.window,
                duty.lecturer_role,
                duty.per,
                duty.scope,
                duty.partner,
                duty.unit,
            )
            groups[key].append(duty)
    return (group for group in groups.values() if len(group) > 1)
