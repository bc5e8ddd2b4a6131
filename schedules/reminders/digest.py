"""Digests (简报): what is done, due and late, rates and dates, for an organisation's group: no persons, no comparison."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

from schedules.calendar.periods import Period
from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import last_day_before, local_day_of
from schedules.duties.assessing import LOOK_BACK, MET
from schedules.duties.catalogue import Catalogue
from schedules.duties.election import stage_of
from schedules.duties.rates import rate_attended, rate_met
from schedules.duties.status import Assessment, Status
from schedules.errors import ScheduleError
from schedules.people.organisation import Organisation, OrganisationId
from schedules.people.role import Post, Role
from schedules.ports import UnitOfWork
from schedules.reminders import digest_wording
from schedules.reminders.bulletin import COMMITTEES, Digest, Entry, Rates, TermEnd
from schedules.reminders.issue import Issue, Rhythm, parse_issue, weekly_issue_of
from schedules.reminders.reach import OFFICE, Reach, reach_in
from schedules.reminders.review import Review, reviews_in

SOON = {Rhythm.WEEKLY: timedelta(days=14), Rhythm.MONTHLY: timedelta(days=31)}
TERM_SEEN_AHEAD = timedelta(days=183)
FESTIVAL_SEEN_AHEAD = timedelta(days=45)


def compose_digest(
    own: Review, below: Sequence[Review], issue: Issue, now: datetime, reach: Reach | None = None
) -> str:
    """The digest of an organisation and of those below it, in the roster's order; `reach` is what storage knows."""
    return digest_wording.word_digest(gather_digest(own, below, issue, now, reach))


def compose_stored(uow: UnitOfWork, reviews: Sequence[Review], issue: Issue, now: datetime) -> str:
    """The digest of stored organisations, of which the first is the one that it is for."""
    own, *below = reviews
    return compose_digest(own, below, issue, now, reach_in(uow, reviews, now))


def digest_of(  # noqa: PLR0913 - a use case and its books
    uow: UnitOfWork,
    organisation_id: OrganisationId,
    now: datetime,
    *,
    catalogue: Catalogue,
    calendar: WorkCalendar,
    period: str | None = None,
) -> str:
    """The digest of `period` (`2026-W26`, `2026-06`; this week without one), as things stand now.

    Raises:
        ScheduleError: there is no such organisation or period.
    """
    issue = parse_issue(period) if period else weekly_issue_of(local_day_of(now))
    reviews = reviews_in(uow, told_of(uow, organisation_id), now, catalogue=catalogue, calendar=calendar)
    if issue is None or not reviews:
        raise ScheduleError(digest_wording.UNKNOWN)
    return compose_stored(uow, reviews, issue, now)


def told_of(uow: UnitOfWork, organisation_id: OrganisationId) -> list[OrganisationId]:
    """The organisation itself, and those that its digest tells of."""
    organisation = uow.organisations.get(organisation_id)
    if organisation is None:
        return []
    return [item.id for item in family_of(organisation, lambda above: uow.organisations.list(parent_id=above))]


def family_of(
    organisation: Organisation, children_of: Callable[[OrganisationId], Iterable[Organisation]]
) -> list[Organisation]:
    """The organisation and those below it, down to branches, each after the one above it."""
    if organisation.kind not in COMMITTEES:
        return [organisation]
    below = [item for child in children_of(organisation.id) for item in family_of(child, children_of)]
    return [organisation, *below]


def gather_digest(
    own: Review, below: Sequence[Review], issue: Issue, now: datetime, reach: Reach | None = None
) -> Digest:
    """Pick out what a digest tells."""
    today, reviews = local_day_of(now), (own, *below)
    helper, roles = _helpers(own, today)
    horizon = today + SOON[Rhythm.MONTHLY if issue.month else issue.rhythm]

    def is_soon(_: Review, item: Assessment) -> bool:
        waiting = item.status in {Status.OPEN, Status.DUE_SOON}
        return waiting and last_day_before(item.obligation.deadline.due_at) <= horizon

    return Digest(
        organisation=own.dossier.facts.organisation,
        issue=issue,
        today=today,
        done=_entries(reviews, lambda review, item: _was_met_in(issue, review, item)),
        soon=_entries(reviews, is_soon),
        late=_entries(reviews, lambda _, item: item.status is Status.OVERDUE),
        rates=_rates_of(reviews, issue, today),
        terms=_term_ends(reviews, today),
        july_first=_july_first_near(today),
        helper=helper,
        helper_roles=roles,
        reach=reach,
    )


def _entries(reviews: Sequence[Review], is_told: Callable[[Review, Assessment], bool]) -> list[Entry]:
    """Duties that are sensitive stay out of groups altogether."""
    found: dict[tuple[str, str], list[tuple[str, Assessment, bool]]] = {}
    for review in reviews:
        for item in review.assessments:
            if "sensitive" not in item.obligation.duty.marks and item.status is not Status.WAIVED:
                key = (item.obligation.duty.id, item.obligation.period.label)
                name = review.dossier.facts.organisation.name
                found.setdefault(key, []).append((name, item, is_told(review, item)))
    entries = [_entry_of(rows) for rows in found.values() if any(told for _, _, told in rows)]
    return sorted(entries, key=lambda entry: (entry.obligation.deadline.due_at, entry.obligation.duty.id))


def _entry_of(rows: Sequence[tuple[str, Assessment, bool]]) -> Entry:
    return Entry(
        obligation=next(item.obligation for _, item, told in rows if told),
        organisations=tuple(dict.fromkeys(name for name, _, told in rows if told)),
        met=sum(item.status in MET for _, item, _ in rows),
        owing=len(rows),
    )


def _was_met_in(issue: Issue, review: Review, item: Assessment) -> bool:
    """Met, and with a record that came in during the issue's days."""
    if item.status not in MET:
        return False
    counted = set(item.counted)
    return any(
        record.id in counted and local_day_of(record.reported_at) in issue for record in review.dossier.facts.activities
    )


def _rates_of(reviews: Sequence[Review], issue: Issue, today: date) -> Rates:
    month = _month_judged(issue, today)
    fell_due = [
        item
        for review in reviews
        for item in review.assessments
        if month and last_day_before(item.obligation.deadline.due_at) in month
    ]
    held = [record for review in reviews for record in review.dossier.facts.activities if record.held_on in issue]
    counted = [record for record in held if rate_attended([record]).whole]
    return Rates(
        month=month.starts_on if month else None,
        met=rate_met(item for item in fell_due if "sensitive" not in item.obligation.duty.marks),
        attended=rate_attended(counted),
        meetings=len(counted),
    )


def _month_judged(issue: Issue, today: date) -> Period | None:
    """The month of an issue, unless it lies further back than obligations are judged."""
    month = issue.month or (issue.period if issue.rhythm is Rhythm.MONTHLY else None)
    return month if month and month.starts_on >= today - LOOK_BACK else None


def _term_ends(reviews: Sequence[Review], today: date) -> list[TermEnd]:
    known = [review.dossier.facts for review in reviews]
    return [
        TermEnd(organisation=facts.organisation.name, ends_on=term.ends_on, stage=stage_of(facts, today=today))
        for facts in known
        if (term := facts.organisation.term) and term.ends_on <= today + TERM_SEEN_AHEAD
    ]


def _july_first_near(today: date) -> date | None:
    day = date(today.year, 7, 1)
    return day if timedelta() <= day - today <= FESTIVAL_SEEN_AHEAD else None


def _helpers(own: Review, today: date) -> tuple[Organisation | None, list[Role]]:
    """Who can help: a committee's own office, for everybody else the organisation above."""
    facts = own.dossier.facts
    if facts.organisation.kind in COMMITTEES:
        return facts.organisation, _roles_held(facts.posts, today)
    return facts.parent, _roles_held(own.dossier.superiors, today)


def _roles_held(posts: Sequence[Post], today: date) -> list[Role]:
    held = {post.role for post in posts if post.is_held_on(today)}
    return [role for role in OFFICE if role in held][:2]
