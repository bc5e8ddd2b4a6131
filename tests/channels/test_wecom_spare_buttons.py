"""Buttons that only spare typing do not cost a second message."""

from bot.channels.wecom.cards import choice_of
from bot.channels.wecom.wording import render_content
from handlers.replies import record_buttons
from schedules.outbox import Content


def test_a_kept_record_gets_no_card_of_its_own() -> None:
    assert choice_of(Content(text="已登记", buttons=record_buttons((1,)), is_spare=True)) is None


def test_nor_is_anything_numbered_that_its_words_offer() -> None:
    assert render_content(Content(text="已登记", buttons=record_buttons((1,)), is_spare=True)) == "已登记"


def test_a_question_does() -> None:
    assert choice_of(Content(text="是同一次吗？", buttons=record_buttons((1,)))) is not None
