"""From what a message means to the command that answers it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from handlers import drafting, replies
from handlers.assignment import is_of_several
from handlers.bare_values import names_day_to_come
from handlers.both import both_in, leaves_open_whose
from handlers.commands.additions import (
    complete,
    complete_report,
    correct_draft,
    keep_open,
    leave_report,
    place_report,
)
from handlers.commands.announcing import NOTE, announce, press_note, with_those_ahead
from handlers.commands.attach import attach, place
from handlers.commands.bind import bind
from handlers.commands.change import change, change_each, correct, explain_correction, undo
from handlers.commands.export import export
from handlers.commands.follow_up import ask_again
from handlers.commands.moving import move
from handlers.commands.opening import OPEN, offer_opening, press_opening, propose_opening
from handlers.commands.query import inquire, inquire_due
from handlers.commands.record import proceed, record
from handlers.commands.remind import VERBS, answer_in_words, answer_shortly, last_offer, postpone_planned, press_answer
from handlers.commands.restoring import restore
from handlers.commands.stranger import approve
from handlers.commands.withdrawing import propose_withdrawal, withdraw
from handlers.context import Answer, Context, say
from handlers.conversation import Draft, Purpose, Question
from handlers.grammar.requests.beyond import asked_of_people
from handlers.grammar.requests.courtesies import Courtesy, courtesy_in
from handlers.grammar.requests.leaving import leaves
from handlers.grammar.requests.own_roles import in_name_of
from handlers.intents import (
    Correct,
    Export,
    FollowUp,
    Help,
    Intent,
    Nothing,
    OpenDuty,
    Plan,
    Query,
    QueryTopic,
    RecordActivities,
    RecordTalks,
    Remind,
    Restore,
    Unclear,
    Undo,
    UndoSeveral,
)
from handlers.messages import InboundKind
from handlers.parsed import Parsed
from handlers.records import without
from schedules.ledger.activity import ActivityId
from schedules.outbox import Content

READ_AT_MOST = 2000


def route(context: Context) -> Answer:
    """Answer one message of a known sender."""
    message = context.message
    match message.kind:
        case InboundKind.ACTION:
            return press(context, message.action)
        case InboundKind.ENTER:
            return say(replies.HELP)
        case InboundKind.FILE:
            return attach(context)
        case InboundKind.OTHER:
            return say(replies.NO_FILES)
        case InboundKind.TEXT:
            said = in_name_of(context.sender.member.name, message.text)
            if said != message.text:
                context = replace(context, message=replace(message, text=said))
            return _hear(context, said)


def press(context: Context, action: str) -> Answer:
    """Answer a pressed button: `<verb>:<what it is about>`."""
    verb, _, rest = action.partition(":")
    if verb in VERBS:
        return press_answer(context, verb, rest)
    if verb in ON_RECORD:
        return ON_RECORD[verb](context, ActivityId(int(rest))) if rest.isdecimal() else say(replies.EXPIRED)
    if verb in ALONE:
        return ALONE[verb](context, rest)
    if verb in {"pick", "leave"} and context.conversation.draft:
        return _resume(context, context.conversation.draft, replies.LEAVE if verb == "leave" else rest)
    return _menu(context, rest) if verb == "menu" else say(replies.EXPIRED)


def _hear(context: Context, text: str) -> Answer:
    first, _, rest = text.strip().partition(" ")
    if first == replies.BIND and rest:
        return bind(context, rest.strip())
    if (action := _numbered(context, text.strip())) is not None:
        return press(context, action)
    draft = context.conversation.draft
    if draft is not None:
        step = drafting.answer(draft, text, context.now)
        if not isinstance(step, drafting.NoAnswer):
            return _resume(context, draft, text)
        if courtesy := courtesy_in(text):
            return _ask_again(context, draft, courtesy)
    return _understand(context, text)


def _numbered(context: Context, text: str) -> str | None:
    """The action that a bare number chooses: of the last answer's buttons, or of a message that came after it."""
    if not (text.isascii() and text.isdecimal() and len(text) == 1):
        return None
    offered, since = context.conversation.offered, context.conversation.offered_at
    offer = last_offer(context) if context.is_private and context.conversation.draft is None else None
    if offer and offer.content and offer.sent_at and (since is None or since < offer.sent_at):
        offered = tuple(button.action for button in offer.content.buttons)
    return offered[int(text) - 1] if 0 < int(text) <= len(offered) else None


def _resume(context: Context, draft: Draft, text: str) -> Answer:
    match drafting.answer(draft, text, context.now):
        case drafting.Left():
            words = replies.left(draft.purpose, len(draft.readings))
            return say(words, conversation=replace(context.conversation, draft=None, files=()))
        case drafting.NoAnswer():
            return _ask_again(context, draft)
        case drafting.Filled(draft=filled):
            if filled.purpose is Purpose.RECORD:
                return proceed(_remembering_choice(context, draft, filled), filled)
            return _carry_on(context, filled)


def _carry_on(context: Context, chosen: Draft) -> Answer:
    """Do what a draft was for with the record that was chosen."""
    if chosen.several:
        return change_each(context, chosen) if chosen.readings else withdraw(context, chosen.several)
    if chosen.candidate_id is None:
        return say(replies.EXPIRED)
    if chosen.purpose is Purpose.ATTACH:
        return place(context, chosen.candidate_id)
    return change(context, chosen, chosen.candidate_id)


def _remembering_choice(context: Context, asked: Draft, filled: Draft) -> Context:
    if asked.question is not Question.ORGANISATION:
        return context
    return replace(context, conversation=replace(context.conversation, organisation_id=filled.organisation_id))


def _ask_again(context: Context, draft: Draft, courtesy: Courtesy | None = None) -> Answer:
    question, purpose = drafting.question_of(draft, context.today), draft.purpose
    words = replies.still_open(courtesy, question, purpose) if courtesy else replies.again(question, purpose)
    if draft.question is Question.DATE and names_day_to_come(context.message.text, context.now):
        words = replies.not_come(question, draft.purpose)
    content = Content(text=words, buttons=replies.buttons_of(draft.options), is_spare=bool(draft.several))
    return Answer(replies=(content,))


def _understand(context: Context, text: str) -> Answer:
    parsed = context.read(text, context.now, context.names)
    if parsed.secret:
        return _refuse_secret(context)
    answer = _answer_both(context, text, parsed) or _answer_due(context, parsed) or _carry_out(context, parsed)
    if parsed.unread or len(text) > READ_AT_MOST:
        answer = replace(answer, replies=(*answer.replies, Content(text=replies.TOO_LONG)))
    if parsed.dropped and not isinstance(parsed.intent, Nothing) and not _asks_what_is_kept(parsed.intent):
        return replace(answer, private=(*answer.private, Content(text=replies.kept_back(parsed.dropped))))
    return answer


def _asks_what_is_kept(intent: Intent) -> bool:
    return isinstance(intent, Query) and intent.topic is QueryTopic.STORED_ABOUT_ME


def _answer_due(context: Context, parsed: Parsed) -> Answer | None:
    """A question for the day of a duty whose name only the catalogue knows."""
    if not isinstance(parsed.intent, Nothing | Unclear | Plan | Help | Remind):
        return None
    return inquire_due(context, parsed.organisation, known=not isinstance(parsed.intent, Nothing))


def _answer_both(context: Context, text: str, parsed: Parsed) -> Answer | None:
    """Do both of two things, or say that the second was left where the first is still asked about; None: it is one."""
    both = both_in(context, text, parsed)
    if both is None:
        return None
    first, last = both
    if leaves_open_whose(first, last):
        return say(replies.ONE_ORGANISATION)
    answer = _carry_out(replace(context, message=replace(context.message, text=first.text)), first.parsed)
    after = answer.conversation or context.conversation
    if after.draft is not None and not isinstance(last.parsed.intent, Query):
        return replace(answer, replies=(*answer.replies, Content(text=replies.not_done(last.text))))
    message = replace(context.message, text=last.text, key=f"{context.message.key}:2")
    then = _carry_out(replace(context, message=message, conversation=after), last.parsed)
    return Answer(
        replies=(*answer.replies, *then.replies),
        private=(*answer.private, *then.private),
        conversation=then.conversation or answer.conversation,
    )


def _refuse_secret(context: Context) -> Answer:
    if context.is_private:
        return say(replies.STOPPED_PRIVATE)
    return replace(say(replies.STOPPED_GROUP), private=(Content(text=replies.STOPPED_PRIVATE),))


def _carry_out(context: Context, parsed: Parsed) -> Answer:  # noqa: C901, PLR0911, PLR0912 - one case for each intent
    dropped = {item.field for item in parsed.dropped}
    match parsed.intent:
        case RecordActivities(readings=readings, ahead=ahead) | RecordTalks(readings=readings, ahead=ahead):
            if (parsed.organisation or parsed.unread) and is_of_several(context, readings):
                return say(replies.ONE_ORGANISATION)
            told = [without(reading, dropped) for reading in readings]
            answer = keep_open(context, record(context, told, parsed.organisation), told)
            return with_those_ahead(context, answer, ahead)
        case Correct(target=target, moved=True):
            return place_report(context, parsed.organisation) or move(context, target, parsed.organisation)
        case Correct() as wanted:
            changes = without(wanted.changes, dropped)
            return correct_draft(context, wanted, changes) or keep_open(
                context, correct(context, wanted, changes, parsed.organisation)
            )
        case Undo(target=target, sure=sure):
            return leave_report(context, target) or keep_open(
                context, undo(context, target, parsed.organisation, sure=sure)
            )
        case UndoSeveral() as wanted:
            return leave_report(context, *wanted.targets) or keep_open(
                context, propose_withdrawal(context, wanted, parsed.organisation)
            )
        case Restore() as wanted:
            return keep_open(context, restore(context, wanted))
        case Query() as asked:
            return inquire(context, asked, parsed.organisation)
        case FollowUp() as wanted:
            return ask_again(context, wanted, parsed.organisation) or _nothing(context, parsed)
        case Export() as wanted:
            return export(context, wanted, parsed.organisation)
        case Remind() as wish:
            # Why a duty is not owed is kept with it: not where there is anything in it that may not be kept.
            return keep_open(context, answer_in_words(context, replace(wish, reason=None) if parsed.dropped else wish))
        case OpenDuty() as opening:
            return propose_opening(context, opening, parsed.organisation)
        case Plan() as plan:
            put_off = postpone_planned(context, plan) or answer_shortly(context, context.message.text)
            return put_off or offer_opening(context) or announce(context, plan)
        case Help():
            return say(replies.help_for(context.message.text))
        case Unclear(readings=readings) if readings:
            told = [without(reading, dropped) for reading in readings]
            return (
                complete_report(context, told)
                or offer_opening(context)
                or keep_open(context, record(context, told, parsed.organisation), told)
            )
        case Unclear() | Nothing():
            return offer_opening(context) or _nothing(context, parsed)


def _nothing(context: Context, parsed: Parsed) -> Answer:
    """Take what completes a report; ask again where an answer is waited for; in a group, leave people to their talk."""
    text = context.message.text.strip()
    if answered := answer_shortly(context, text):
        return answered
    if completed := complete(context, parsed):
        return completed
    draft = context.conversation.draft
    if draft is None and context.conversation.files and leaves(text):
        return say(replies.LEFT[Purpose.ATTACH], conversation=replace(context.conversation, files=()))
    if draft is not None:
        return _ask_again(context, draft)
    if not context.is_private:
        return Answer()
    beyond = asked_of_people(text)
    unknown = replies.WHAT_TO_ASK if isinstance(parsed.intent, FollowUp) else replies.NOTHING
    return say(replies.BEYOND[beyond] if beyond else replies.courteous(courtesy_in(text)) or unknown)


def _menu(context: Context, item: str) -> Answer:
    return _understand(context, replies.MENU[item]) if item in replies.MENU else say(replies.HELP)


ALONE: Mapping[str, Callable[[Context, str], Answer]] = {
    "approve": approve,
    OPEN: press_opening,
    NOTE: press_note,
}
ON_RECORD: Mapping[str, Callable[[Context, ActivityId], Answer]] = {
    "amend": explain_correction,
    "undo": lambda context, activity_id: change(context, Draft(purpose=Purpose.UNDO), activity_id),
}
