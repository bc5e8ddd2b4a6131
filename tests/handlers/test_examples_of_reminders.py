"""The sentence that a reminder shows is understood, and makes the record that its duty asks for."""

from datetime import datetime

import pytest

from handlers.grammar.lexicon.kinds import parse_kind
from handlers.grammar.parse import parse
from handlers.intents import RecordActivities, RecordTalks
from handlers.records import activity_of
from schedules.calendar.zone import SHANGHAI
from schedules.duties.duty import Duty
from schedules.ledger.tags import is_tagged
from schedules.people.member import Member, MemberId
from schedules.people.organisation import OrganisationId
from schedules.reminders.example_wording import example_of, short_name_of
from tests.books import rulebook

NOW = datetime(2026, 6, 26, 9, tzinfo=SHANGHAI)
BRANCH = OrganisationId("zb1")
MEMBER = Member(id=MemberId("1001"), name="李建国", organisation_id=BRANCH)
SHOWN = [duty for duty in rulebook().catalogue.duties.values() if example_of(duty, NOW.date())]


@pytest.mark.parametrize("duty", SHOWN, ids=lambda duty: duty.id)
def test_example_makes_a_record_that_fulfils_its_duty(duty: Duty) -> None:
    intent = parse(example_of(duty, NOW.date()) or "", NOW).intent
    assert isinstance(intent, RecordActivities | RecordTalks)
    (reading,) = intent.readings
    assert reading.kind in duty.kinds
    assert reading.held_on == NOW.date()
    record = activity_of(
        reading, kind=reading.kind, held_on=reading.held_on, organisation_id=BRANCH, by=MEMBER, now=NOW
    )
    assert duty.tag is None or is_tagged(record, duty.tag)
    assert duty.lecturer_role is None or record.lecturer


@pytest.mark.parametrize("duty", SHOWN, ids=lambda duty: duty.id)
def test_short_name_names_the_kind(duty: Duty) -> None:
    assert parse_kind(short_name_of(duty) or "") in duty.kinds
