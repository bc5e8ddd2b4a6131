"""Photos and files: where they are accepted they go with the record that they follow, else they are asked about."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers import replies
from handlers.conversation import Purpose
from handlers.messages import InboundKind
from schedules.ledger.activity import ActivityState
from schedules.ledger.attachment import Attachment
from schedules.people.address import Address
from tests.handlers.conftest import Talk

ALL = "今天主题党日，到12人"


@pytest.fixture
def keeping(talk: Talk) -> Talk:
    talk.rulebook = replace(talk.rulebook, keeps_files=True)
    return talk


async def photograph(talk: Talk, *, who: str = "1003") -> str:
    outcome = await talk.send(who=who, kind=InboundKind.FILE, media=f"media-{next(talk.numbers)}")
    return "\n".join(reply.text for reply in outcome.replies)


async def files_of(talk: Talk, who: str = "1003") -> list[Attachment]:
    address = Address(channel="sandbox", account=who)
    return list(await talk.database.read(lambda uow: uow.attachments.list(sender=address)))


async def test_where_files_are_not_accepted_one_line_says_so(talk: Talk) -> None:
    assert await photograph(talk) == replies.NO_FILES
    assert await files_of(talk) == []


async def test_a_photo_goes_with_the_record_that_it_follows(keeping: Talk) -> None:
    await keeping.say(ALL)
    assert "已附到这条记录" in await photograph(keeping)
    assert "附件 2 个" in await photograph(keeping)
    (record,) = await keeping.ledger()
    assert [file.activity_id for file in await files_of(keeping)] == [record.id, record.id]
    assert "附件 2" in await keeping.say("我的记录")


async def test_a_photo_that_comes_late_is_asked_about_and_one_tap_answers(keeping: Talk) -> None:
    await keeping.say(ALL)
    await keeping.say("昨天党课，到9人")
    keeping.now += timedelta(hours=2)
    assert replies.WHICH_RECORD in await photograph(keeping)
    second = next(record for record in await keeping.ledger() if record.kind == "theme_day")
    assert "主题党日" in await keeping.press(f"pick:{second.id}")
    assert [file.activity_id for file in await files_of(keeping)] == [second.id]


async def test_photos_in_a_row_are_asked_about_once_and_go_together(keeping: Talk) -> None:
    await keeping.say(ALL)
    keeping.now += timedelta(hours=2)
    await photograph(keeping)
    assert replies.WHICH_RECORD in await photograph(keeping)
    assert "附件 2 个" in await keeping.say("1")


async def test_a_photo_before_its_record_goes_with_the_one_that_is_told_next(keeping: Talk) -> None:
    assert await photograph(keeping) == replies.FILE_WITHOUT_RECORD
    assert "已附上文件 1 个" in await keeping.say(ALL)
    (record,) = await keeping.ledger()
    assert [file.activity_id for file in await files_of(keeping)] == [record.id]


async def test_a_photo_during_a_question_waits_for_the_answer(keeping: Talk) -> None:
    question = await keeping.say("主题党日，到12人")
    answered = await photograph(keeping)
    assert answered.endswith(question)
    assert "已附上文件 1 个" in await keeping.say("今天")


async def test_a_photo_of_what_is_told_twice_goes_with_the_record_that_is_there(keeping: Talk) -> None:
    await keeping.say(ALL)
    keeping.now += timedelta(hours=2)
    await photograph(keeping)
    assert "已附上文件 1 个" in await keeping.say(ALL)
    (record,) = await keeping.ledger()
    assert [file.activity_id for file in await files_of(keeping)] == [record.id]


async def test_what_was_left_is_put_to_no_later_record(keeping: Talk) -> None:
    await keeping.say(ALL)
    keeping.now += timedelta(hours=2)
    await photograph(keeping)
    assert await keeping.say("算了") == replies.LEFT[Purpose.ATTACH]
    assert "附" not in await keeping.say("昨天党课，到9人")


async def test_a_photo_of_yesterday_is_forgotten_with_its_question(keeping: Talk) -> None:
    await photograph(keeping)
    keeping.now += timedelta(days=1, minutes=1)
    assert "附" not in await keeping.say(ALL)


async def test_a_photo_after_a_withdrawal_is_asked_about(keeping: Talk) -> None:
    await keeping.say(ALL)
    await keeping.say("撤销上一条")
    assert await photograph(keeping) == replies.FILE_WITHOUT_RECORD


async def test_two_people_do_not_mix(keeping: Talk) -> None:
    await keeping.say(ALL)
    assert await photograph(keeping, who="1006") == replies.FILE_WITHOUT_RECORD
    assert await files_of(keeping) == []


async def test_a_redelivered_photo_is_kept_once(keeping: Talk) -> None:
    await keeping.say(ALL)
    for _ in range(2):
        await keeping.send(kind=InboundKind.FILE, media="m1", key="sandbox:same")
    assert len(await files_of(keeping)) == 1


async def test_a_flood_of_photos_ends(keeping: Talk) -> None:
    for _ in range(20):
        await photograph(keeping)
    assert await photograph(keeping) == replies.TOO_MANY_FILES
    assert len(await files_of(keeping)) == 20


async def test_a_photo_during_a_choice_of_what_to_withdraw_withdraws_nothing(keeping: Talk) -> None:
    await keeping.say(ALL)
    keeping.now += timedelta(hours=2)
    assert replies.UNDO_OLD in await keeping.say("撤销")
    assert await photograph(keeping) == replies.WHICH_RECORD
    assert "已附到这条记录" in await keeping.say("1")
    (record,) = await keeping.ledger()
    assert record.state is ActivityState.RECORDED


async def test_a_photo_that_is_given_up_goes_with_no_record(keeping: Talk) -> None:
    await photograph(keeping)
    assert await keeping.say("算了") == replies.LEFT[Purpose.ATTACH]
    assert "附" not in await keeping.say(ALL)
