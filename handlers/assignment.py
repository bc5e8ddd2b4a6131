"""Which organisation a report is about."""

from collections.abc import Container, Mapping, Sequence

from handlers.context import Context
from handlers.conversation import Option
from handlers.grammar.text.normalise import normalise
from handlers.grammar.text.organisation_names import names_several, told_one_by_one
from handlers.grammar.text.organisations import is_called, is_spoken_of
from handlers.intents import Reading, RecordActivities, RecordTalks
from handlers.sender import is_officer
from schedules.ledger.activity import ActivityKind
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Role

HOLDERS: Mapping[ActivityKind, frozenset[OrganisationKind]] = {
    ActivityKind.CENTER_GROUP: frozenset({OrganisationKind.PARTY_GROUP}),
    ActivityKind.DEMOCRATIC_LIFE: frozenset({OrganisationKind.PARTY_GROUP, OrganisationKind.COMMITTEE}),
    ActivityKind.GROUP_MEETING: frozenset({OrganisationKind.GROUP, OrganisationKind.BRANCH}),
    ActivityKind.PARTY_LECTURE: frozenset(
        {OrganisationKind.BRANCH, OrganisationKind.GENERAL_BRANCH, OrganisationKind.COMMITTEE}
    ),
    **dict.fromkeys(
        (
            ActivityKind.BRANCH_ASSEMBLY,
            ActivityKind.BRANCH_COMMITTEE,
            ActivityKind.THEME_DAY,
            ActivityKind.ORG_LIFE,
            ActivityKind.APPRAISAL,
            ActivityKind.TALK,
            ActivityKind.DUES,
            ActivityKind.DEVELOPMENT,
        ),
        frozenset({OrganisationKind.BRANCH}),
    ),
}
"""The kinds of organisation that hold a kind of activity, where the trade leaves no doubt."""


def choose_organisation(context: Context, readings: Sequence[Reading]) -> OrganisationId | None:
    """The organisation that a report is about; None where the sender has to say."""
    candidates = _candidates(context, readings)
    if len(candidates) == 1:
        return candidates[0].id
    meant = organisation_told(context, candidates) or _own_group(context, candidates, readings)
    told = (meant.id if meant else None, context.spoken_of, context.conversation.organisation_id)
    allowed = {organisation.id for organisation in candidates}
    return next((organisation_id for organisation_id in told if organisation_id in allowed), None)


def _own_group(
    context: Context, candidates: Sequence[Organisation], readings: Sequence[Reading]
) -> Organisation | None:
    """Whoever leads a group and tells of its meeting means his own."""
    if any(reading.kind is not ActivityKind.GROUP_MEETING for reading in readings):
        return None
    led = [item for item in candidates if item.kind is OrganisationKind.GROUP and _leads(context, item.id)]
    return led[0] if len(led) == 1 else None


def organisation_options(context: Context, readings: Sequence[Reading]) -> tuple[Option, ...]:
    """The organisations to choose from."""
    return tuple(Option(label=item.name, value=item.id) for item in _candidates(context, readings))


def named_organisation(context: Context, name: str) -> Organisation | None:
    """The one organisation of that name that the sender may report for."""
    own = {post.organisation_id for post in context.sender.posts} | {context.sender.home.id}
    called = [item for item in context.uow.organisations.list() if is_called(item.name, name)]
    allowed = [item for item in called if item.id in own or is_officer(context.uow, context.sender, item)]
    return allowed[0] if len(allowed) == 1 else None


def organisation_asked(context: Context, name: str | None) -> Organisation | None:
    """The organisation that is named, else the group's, else the sender's own; None where none may be meant by the name."""
    if name:
        return named_organisation(context, name)
    about = context.settled or context.spoken_of
    spoken_of = context.uow.organisations.get(about) if about else None
    return organisation_told(context) or spoken_of or context.sender.home


def organisation_told(context: Context, among: Sequence[Organisation] | None = None) -> Organisation | None:
    """The one of the sender's own organisations that the message speaks of: 机关党委, 我们支部."""
    own = _own(context) if among is None else among
    told = [item for item in own if is_spoken_of(item.name, item.kind, context.message.text)]
    return told[0] if len(told) == 1 else None


def is_of_several(context: Context, readings: Sequence[Reading]) -> bool:
    """Whether a report tells of the activities of several organisations, each named."""
    text = normalise(context.message.text)
    if not names_several(text):
        return False
    if len(readings) > 1:
        return True
    told = [context.read(one, context.now, context.names).intent for one in told_one_by_one(text)]
    return len(told) > 1 and all(isinstance(intent, RecordActivities | RecordTalks) for intent in told)


def _is_named(organisation: Organisation, text: str) -> bool:
    """Whether a text names it in full, or as nobody calls another: 青年小组."""
    if organisation.kind is OrganisationKind.YOUTH_GROUP:
        return is_spoken_of(organisation.name, organisation.kind, text)
    return organisation.name in text


def _own(context: Context) -> Sequence[Organisation]:
    found = (context.uow.organisations.get(one) for one in context.sender.organisation_ids)
    return list({item.id: item for item in (context.sender.home, *found) if item is not None}.values())


def _candidates(context: Context, readings: Sequence[Reading]) -> Sequence[Organisation]:
    home = context.sender.home
    elsewhere = {post.organisation_id for post in context.sender.posts} - {home.id}
    if not elsewhere:
        return (home,)
    found = (context.uow.organisations.get(organisation_id) for organisation_id in sorted(elsewhere))
    everywhere = [home, *(item for item in found if item is not None), *_looked_after_here(context, elsewhere)]
    named = [item for item in everywhere if _is_named(item, context.message.text)]
    if len(named) == 1:
        return named
    holders = frozenset[OrganisationKind]().union(
        *(HOLDERS.get(reading.kind, ()) for reading in readings if reading.kind)
    )
    holding = [item for item in everywhere if item.kind in holders]
    return holding or [
        item for item in everywhere if item is home or item.id not in elsewhere or _leads(context, item.id)
    ]


def _looked_after_here(context: Context, elsewhere: Container[OrganisationId]) -> Sequence[Organisation]:
    """The group's organisation, where the sender is an officer above it and holds no post in it."""
    here = context.uow.organisations.get(context.spoken_of) if context.spoken_of else None
    if here is None or here.id in elsewhere or here.id == context.sender.home.id:
        return ()
    return (here,) if is_officer(context.uow, context.sender, here) else ()


def _leads(context: Context, organisation_id: OrganisationId) -> bool:
    return any(
        post.organisation_id == organisation_id and post.role is not Role.MEMBER for post in context.sender.posts
    )
