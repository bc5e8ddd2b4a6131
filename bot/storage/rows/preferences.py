"""What people settle about their own reminders, and what they hand over."""

from datetime import datetime

from bot.storage.codec import Codec, instant_text
from bot.storage.statements import Row
from schedules.duties.handover import Handover
from schedules.people.preferences import Preferences

Values = dict[str, object]

_STATE = Codec(Preferences)


def preferences_row(preferences: Preferences) -> Values:
    """A person's preferences."""
    return {"member_id": preferences.member_id, "state": _STATE.dumps(preferences)}


def preferences_of(row: Row) -> Preferences:
    """The preferences of a row."""
    _, state = row
    return _STATE.loads(state)


def handover_row(handover: Handover) -> Values:
    """A handover's columns."""
    return {
        "organisation_id": handover.organisation_id,
        "duty_id": handover.duty_id,
        "period": handover.period,
        "giver": handover.giver,
        "taker": handover.taker,
        "at": instant_text(handover.at),
    }


def handover_of(row: Row) -> Handover:
    """The handover of a row."""
    organisation_id, duty_id, period, giver, taker, at = row
    return Handover(
        organisation_id=organisation_id,
        duty_id=duty_id,
        period=period,
        giver=giver,
        taker=taker,
        at=datetime.fromisoformat(at),
    )
