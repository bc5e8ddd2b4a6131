"""What a message means: a closed union, matched exhaustively by the router."""

from dataclasses import field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

from handlers.values import value
from schedules.ledger.activity import ActivityKind

BY_ITS_DAY = "-"
"""Said of a record that is booked to no other period than that of its day."""


class Ask(StrEnum):
    """What must be asked before a record can be kept."""

    DATE = "date"
    KIND = "kind"
    PARTICIPANTS = "participants"


@value
class Reading:
    """One activity as the text tells it; None or empty where it does not say. Named as in `Activity`.

    `date_words` are the words of a date that is vague or impossible (前几天, 2月30日), for the question about it.
    `leave_count` and `absent_count` are for 请假3人 without names. `participants` of a talk leave the writer out.
    It is `doubted` where nothing but a question can tell that it took place on its day.
    """

    kind: ActivityKind | None = None
    held_on: date | None = None
    ended_on: date | None = None
    starts: time | None = None
    ends: time | None = None
    topic: str | None = None
    expected: int | None = None
    present: int | None = None
    absent: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    absent_count: int | None = None
    leave_count: int | None = None
    host: str | None = None
    lecturer: str | None = None
    recorder: str | None = None
    place: str | None = None
    participants: tuple[str, ...] = ()
    amount: Decimal | None = None
    date_words: str | None = None
    counts_for: str | None = None
    """所属年度, quarter or month, where the text names one: `2025`, `2025Q4`, `2026-06`; or `BY_ITS_DAY`."""
    doubted: bool = False


@value
class Target:
    """Which earlier record is meant: by its number (#12), its kind, its day, the month or the like that it was held in.

    None of them: the sender's last one. `since` inclusive, `until` exclusive.
    """

    number: int | None = None
    kind: ActivityKind | None = None
    held_on: date | None = None
    since: date | None = None
    until: date | None = None


@value
class RecordActivities:
    """Activities took place and are to be stored; those told besides that lie `ahead` are not."""

    readings: tuple[Reading, ...]
    asks: tuple[Ask, ...] = ()
    ahead: "tuple[Plan, ...]" = ()


@value
class RecordTalks:
    """The same for talks (谈心谈话) only."""

    readings: tuple[Reading, ...]
    asks: tuple[Ask, ...] = ()
    ahead: "tuple[Plan, ...]" = ()


@value
class Correct:
    """An earlier record is to be changed: `changes` holds the new values only; the names among them come `besides` those told before.

    `cleared` are fields to be emptied or, where names are `struck`, to lose these names. If not `sure`, the sender sees first which.
    The `others` are to be changed alike, and so are the `last` so many records where so many are spoken of. What is `moved` is of
    another organisation.
    """

    changes: Reading
    target: Target = field(default_factory=Target)
    others: tuple[Target, ...] = ()
    last: int | None = None
    moved: bool = False
    besides: bool = False
    cleared: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    sure: bool = True


@value
class Undo:
    """An earlier record is to be withdrawn; where that is not `sure`, only once the sender has seen which."""

    target: Target = field(default_factory=Target)
    sure: bool = True


@value
class UndoSeveral:
    """The `last` so many records, those of a day and kind, of `numbers` or one of each of the `targets`, else those told together.

    They are to be withdrawn once their sender has seen which.
    """

    last: int | None = None
    numbers: tuple[int, ...] = ()
    reported_on: date | None = None
    kind: ActivityKind | None = None
    targets: tuple[Target, ...] = ()


@value
class Restore:
    """A record that was withdrawn is to stand again: the one of that number, else what was withdrawn last, all or of a kind."""

    number: int | None = None
    kind: ActivityKind | None = None


class QueryTopic(StrEnum):
    """What is asked about."""

    OPEN_DUTIES = "open_duties"
    COUNT = "count"
    RECORDS = "records"
    MY_RECORDS = "my_records"
    TALKS_LEFT = "talks_left"
    TERM = "term"
    DUE = "due"
    WHY_REMINDED = "why_reminded"
    STORED_ABOUT_ME = "stored_about_me"
    DIGEST = "digest"
    UNKNOWN = "unknown"


@value
class Query:
    """A question about stored records or open duties; `since` inclusive, `until` exclusive; `names` of the roster.

    `whole`: all that is owed, an obligation a line; `late`: what is overdue and nothing else; `called`: what the duty is called that is
    asked about; `others`: the same is asked about each of these kinds.
    """

    topic: QueryTopic
    kind: ActivityKind | None = None
    others: tuple[ActivityKind, ...] = ()
    since: date | None = None
    until: date | None = None
    names: tuple[str, ...] = ()
    whole: bool = False
    late: bool = False
    called: str = ""


@value
class FollowUp:
    """The question before is asked once more, with what is told here; where nothing is, of the organisation that is spoken of."""

    kind: ActivityKind | None = None
    since: date | None = None
    until: date | None = None


@value
class Export:
    """A ledger, list or file is asked for: of these kinds, or of all."""

    kinds: tuple[ActivityKind, ...] = ()
    since: date | None = None
    until: date | None = None


class RemindWish(StrEnum):
    """What is wished of reminders."""

    ADD = "add"
    LATER = "later"
    STOP = "stop"
    NOT_APPLICABLE = "not_applicable"
    DONE = "done"
    HAND_OVER = "hand_over"
    PAUSE = "pause"
    RESUME = "resume"
    QUIET = "quiet"


@value
class Remind:
    """A reminder is asked for, put off, handed over or stopped; or all of somebody's for a while, or at some hours.

    `name` is who takes it over or whose reminders are meant; quiet hours go from `at` to `until`; `nth` is which item of
    the last reminder, counted from one, `every` that all of it is; `reason` is why a duty is not owed.
    """

    wish: RemindWish = RemindWish.ADD
    on: date | None = None
    at: time | None = None
    kind: ActivityKind | None = None
    name: str | None = None
    until: time | None = None
    nth: int | None = None
    every: bool = False
    reason: str | None = None


@value
class Plan:
    """Something in the future is announced: never stored as having taken place. `postponed`: it was to be earlier."""

    kind: ActivityKind | None = None
    planned_on: date | None = None
    postponed: bool = False


@value
class OpenDuty:
    """Something has come up that is to be seen to: `what` it is called, empty where one is to choose, and by when."""

    what: str = ""
    until: date | None = None


@value
class Help:
    """How the bot is used."""

    kind: ActivityKind | None = None


@value
class Nothing:
    """Everything else: small talk, questions to colleagues, negation, quotations, noise."""


@value
class Unclear:
    """Two readings, or too little to tell: ask, store nothing."""

    readings: tuple[Reading, ...] = ()
    asks: tuple[Ask, ...] = ()


Recorded = RecordActivities | RecordTalks
"""What is to be stored; by a name of its own, as each look at a union that is written out makes it anew."""
Intent = (
    RecordActivities
    | RecordTalks
    | Correct
    | Undo
    | UndoSeveral
    | Restore
    | Query
    | FollowUp
    | Export
    | Remind
    | Plan
    | OpenDuty
    | Help
    | Nothing
    | Unclear
)


@value
class Dropped:
    """Something the ledger would not keep: `field` it stood in, `reason` as a short id (health, family, discipline, id_number …)."""

    field: str
    reason: str
