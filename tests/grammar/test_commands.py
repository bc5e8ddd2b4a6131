"""Whatever our own texts tell a person to type is understood."""

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.channels.wecom.wording import MENU
from handlers import replies
from handlers.grammar.days.dates import parse_date
from handlers.grammar.lexicon.kinds import parse_kind
from handlers.grammar.lexicon.lexer import lex
from handlers.grammar.parse import parse
from handlers.grammar.people.counts import read_count
from handlers.grammar.requests.commands import command_of
from handlers.intents import (
    Correct,
    Export,
    FollowUp,
    Help,
    Query,
    QueryTopic,
    RecordActivities,
    RecordTalks,
    Remind,
    RemindWish,
    Restore,
    Undo,
    UndoSeveral,
)
from schedules.ledger.activity import ActivityKind
from schedules.reminders.example_wording import EXAMPLES
from schedules.reminders.wording import LABELS, Verb
from tests.grammar.sayings import NOW, intent_of, record_of, said_intent

ROOT = Path(__file__).parents[2]
SANDBOX = ROOT / "bot" / "web" / "pages" / "sandbox" / "words.js"
TEXTS = [
    ROOT / path
    for path in (
        "handlers/replies.py",
        "handlers/duty_wording.py",
        "schedules/reminders/wording.py",
        "bot/cli/ledger.py",
    )
]
QUOTED = re.compile("“([^“”]+)”")

WORDS = {
    "帮助": Help(),
    "本月待办": Query(topic=QueryTopic.OPEN_DUTIES),
    "全部待办": Query(topic=QueryTopic.OPEN_DUTIES, whole=True),
    "台账": Query(topic=QueryTopic.RECORDS),
    "我的记录": Query(topic=QueryTopic.MY_RECORDS),
    "本周简报": Query(topic=QueryTopic.DIGEST),
    "你存了我什么": Query(topic=QueryTopic.STORED_ABOUT_ME),
    "为什么提醒我": Query(topic=QueryTopic.WHY_REMINDED),
    "已完成": Remind(wish=RemindWish.DONE),
    "推迟": Remind(wish=RemindWish.LATER),
    "不适用": Remind(wish=RemindWish.NOT_APPLICABLE),
    "停止提醒": Remind(wish=RemindWish.STOP),
    "撤销": Undo(),
}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("form", ["{}", "/{}", " {} ", "{}。"])
def test_word_of_command(word: str, form: str) -> None:
    assert intent_of(form.format(word)) == WORDS[word]


@pytest.mark.parametrize("text", ["", "本月待办很多", "台账丢了", "帮助老党员搬家", "党课推迟到下周"])
def test_only_the_whole_message_is_a_command(text: str) -> None:
    assert command_of(text, NOW) is None


def test_menu_of_wecom_is_understood() -> None:
    entries = [words.values() if isinstance(words, Mapping) else [words] for words in MENU.values()]
    offered = {words for below in entries for words in below}
    assert {words for words in offered if said_intent(words) not in {"query", "help"}} == set()


def test_buttons_of_reminders_are_understood_when_typed() -> None:
    wishes = {
        Verb.DONE: RemindWish.DONE,
        Verb.LATER: RemindWish.LATER,
        Verb.HAND_OVER: RemindWish.HAND_OVER,
        Verb.NOT_APPLICABLE: RemindWish.NOT_APPLICABLE,
        Verb.STOP: RemindWish.STOP,
    }
    assert {verb: intent_of(LABELS[verb]) for verb in wishes} == {
        verb: Remind(wish=wish) for verb, wish in wishes.items()
    }


@pytest.mark.parametrize("kind", EXAMPLES)
def test_example_of_a_reminder_fulfils_it(kind: ActivityKind) -> None:
    record = record_of(f"11月17日{''.join(EXAMPLES[kind])}")
    assert (record["kind"], record["date"]) == (kind.value, "2026-11-17")


@pytest.mark.parametrize("kind", EXAMPLES)
def test_reminder_of_one_kind_can_be_put_off_or_declined(kind: ActivityKind) -> None:
    name = EXAMPLES[kind][0]
    assert intent_of(f"推迟{name}") == Remind(wish=RemindWish.LATER, kind=kind)
    assert intent_of(f"{name}不适用") == Remind(wish=RemindWish.NOT_APPLICABLE, kind=kind)


def test_reminder_can_be_put_off_to_a_day() -> None:
    assert intent_of("推迟到周五") == Remind(wish=RemindWish.LATER, on=dt.date(2026, 11, 20))


@pytest.mark.parametrize(
    ("text", "day", "kind"),
    [
        ("推迟3天", 21, None),
        ("推迟党课两天", 20, ActivityKind.PARTY_LECTURE),
        ("下周再提醒我", 23, None),
        ("周五再催一下我", 20, None),
        ("3天后再提醒我党课", 21, ActivityKind.PARTY_LECTURE),
        ("民主评议党员过两天再提醒", 20, ActivityKind.APPRAISAL),
        ("明天再说吧", 19, None),
    ],
)
def test_reminder_can_be_put_off_by_the_words_of_a_talk(text: str, day: int, kind: ActivityKind | None) -> None:
    assert command_of(text, NOW) == Remind(wish=RemindWish.LATER, on=dt.date(2026, 11, day), kind=kind)


@pytest.mark.parametrize(
    "text",
    ["改天再说吧", "党课下周再说", "昨天主题党日到12人，明天再提醒我", "昨天主题党日到12人再提醒我", "明天再提醒大家"],
)
def test_what_tells_more_is_left_to_the_grammar(text: str) -> None:
    assert command_of(text, NOW) is None


@pytest.mark.parametrize(
    ("text", "day", "name"),
    [
        ("我下周一回来", 23, None),
        ("我要下周一才回来上班。", 23, None),
        ("本人11月23日返岗", 23, None),
        ("王芳下周一回来", 23, "王芳"),
        ("我出差回来了", 18, None),
        ("我已经回来上班了", 18, None),
    ],
)
def test_who_comes_back_says_when(text: str, day: int, name: str | None) -> None:
    said = parse(text, NOW, names=["王芳"]).intent
    assert said == Remind(wish=RemindWish.PAUSE, on=dt.date(2026, 11, day), name=name)


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("以后晚上不要发消息", "18:00", "08:30"),
        ("别在晚上提醒我", "18:00", "08:30"),
        ("晚上不要给我发提醒", "18:00", "08:30"),
        ("中午别发消息给我", "12:00", "14:00"),
        ("以后每天晚上九点半以后不要打扰我了", "21:30", "08:30"),
        ("早上8点以前别提醒我", "00:00", "08:00"),
        ("晚上10点到早上7点不要发通知", "22:00", "07:00"),
        ("22:00到7:30别发提醒", "22:00", "07:30"),
    ],
)
def test_hours_to_be_left_alone_in(text: str, starts: str, ends: str) -> None:
    begins, until = dt.time.fromisoformat(starts), dt.time.fromisoformat(ends)
    assert intent_of(text) == Remind(wish=RemindWish.QUIET, at=begins, until=until)


@pytest.mark.parametrize(
    ("text", "reason", "kind"),
    [
        ("不适用，因为全支部都在外地抗洪", "全支部都在外地抗洪", None),
        ("主题党日本月不适用：全体外出执行任务", "全体外出执行任务", ActivityKind.THEME_DAY),
        ("因为支部刚成立，党课不适用", "支部刚成立", ActivityKind.PARTY_LECTURE),
    ],
)
def test_why_something_is_not_owed(text: str, reason: str, kind: ActivityKind | None) -> None:
    assert intent_of(text) == Remind(wish=RemindWish.NOT_APPLICABLE, kind=kind, reason=reason)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("民主生活会是党组的事，不归我管", ActivityKind.DEMOCRATIC_LIFE),
        ("党课不归我们支部管", ActivityKind.PARTY_LECTURE),
        ("民主评议轮不到我们开", ActivityKind.APPRAISAL),
    ],
)
def test_what_is_not_ours_is_not_owed_and_no_report(text: str, kind: ActivityKind) -> None:
    assert intent_of(text) == Remind(wish=RemindWish.NOT_APPLICABLE, kind=kind)


@pytest.mark.parametrize(
    "text",
    [
        "今天晚上不要提醒我",
        "晚上8点不要提醒我",
        "晚上不要开会",
        "书记下周一回来",
        "我上周一回来",
        "不适用怎么办？",
        "党课该不该我们办",
        "25:00到7:30别发提醒",
    ],
)
def test_what_only_looks_like_a_wish_is_none(text: str) -> None:
    said = intent_of(text)
    assert not isinstance(said, Remind) or (
        said.wish not in {RemindWish.PAUSE, RemindWish.QUIET} and not said.reason and not said.kind
    )


HELP_EXAMPLES = [line.removeprefix("· ") for line in replies.HELP.splitlines() if line.startswith("· ")]


@pytest.mark.parametrize("text", HELP_EXAMPLES)
def test_examples_of_the_help_are_records(text: str) -> None:
    assert isinstance(intent_of(text), RecordActivities | RecordTalks)


HELP_WORDS = {
    "人数改成20人": Correct,
    "不对，是6月27日": Correct,
    "撤销上一条": Undo,
    "把今天报的都撤了": UndoSeveral,
    "本月待办": Query,
    "下周有什么要做的": Query,
    "上个月呢": FollowUp,
    "今年开了几次支委会": Query,
    "换届什么时候到期": Query,
    "本周简报": Query,
    "你存了我什么": Query,
}


def test_quoted_words_of_the_help_are_all_tested() -> None:
    assert set(QUOTED.findall(replies.HELP)) == set(HELP_WORDS)


@pytest.mark.parametrize("text", HELP_WORDS)
def test_quoted_words_of_the_help_are_understood(text: str) -> None:
    assert isinstance(intent_of(text), HELP_WORDS[text])


OTHER_WORDS = {
    "昨天主题党日，到12人": RecordActivities,
    "今天主题党日，到12人": RecordActivities,
    "6月27日主题党日，到12人": RecordActivities,
    "第一党支部 昨天主题党日，到12人": RecordActivities,
    "11月10日收党费，1260元": RecordActivities,
    "6月27日和张晓谈心谈话": RecordTalks,
    "人数改成20人": Correct,
    "昨天主题党日人数改成12人": Correct,
    "查看台账": Query,
    "本月待办": Query,
    "全部待办": Query,
    "明年全部待办": Query,
    "第一党支部待办": Query,
    "各支部还差什么": Query,
    "帮助": Help,
    "撤销": Undo,
    "推迟": Remind,
    "不适用": Remind,
    "恢复": Restore,
    "恢复 #12": Restore,
    "上个月开了几次支委会": Query,
    "导出台账": Export,
    "导出上半年的党课": Export,
    "导出主题党日和党课": Export,
    "撤销 #12": Undo,
    "撤销6月27日的党课": Undo,
    "6月27日党课人数改成20人": Correct,
    "#12 地点改成三楼会议室": Correct,
    "#12 记到第一党小组": Correct,
    "#12 记到第一党支部第一党小组": Correct,
}
ANSWERS = {"6月27日", "是6月27日", "上周五", "主题党日", "实到12人", "下午3点", "算了", "1、2"}
"""Offered where a question is open, and tested below or with the conversation."""

NAMES_OF_THINGS = {"届满日期", "绑定 组织名称"}


def test_quoted_words_of_our_texts_are_all_tested() -> None:
    offered = {words for text in TEXTS for words in QUOTED.findall(text.read_text(encoding="utf-8"))}
    told = {words for words in offered if "{" not in words}
    assert told == {*HELP_WORDS, *OTHER_WORDS, *ANSWERS, *NAMES_OF_THINGS}


@pytest.mark.parametrize("text", OTHER_WORDS)
def test_quoted_words_of_other_texts_are_understood(text: str) -> None:
    assert isinstance(intent_of(text), OTHER_WORDS[text])


@pytest.mark.parametrize(
    ("expected", "text"), [("2026-06-27", "6月27日"), ("2026-06-27", "是6月27日"), ("2026-11-13", "上周五")]
)
def test_days_offered_as_answers(expected: str, text: str) -> None:
    assert parse_date(text, NOW) == dt.date.fromisoformat(expected)


def test_kind_offered_as_an_answer() -> None:
    assert parse_kind("主题党日") is ActivityKind.THEME_DAY


def test_count_offered_as_an_answer() -> None:
    lexemes = lex("实到12人")
    assert read_count(lexemes, 1) == (12, len(lexemes))


def test_menu_of_replies_is_understood() -> None:
    assert {words for words in replies.MENU.values() if said_intent(words) not in {"query", "help"}} == set()
    assert Query(topic=QueryTopic.UNKNOWN) not in [intent_of(words) for words in replies.MENU.values()]


def test_examples_of_the_sandbox_are_understood() -> None:
    examples = SANDBOX.read_text(encoding="utf-8").split("function examplesFor")[1].split("export function")[0]
    words = {word for word in re.findall(r'"([^"]*[一-鿿]+)"', examples) if word != "你好"}
    assert {"本月待办", "什么时候换届", "帮助", "我的记录", "你存了我什么"} <= words
    assert {word for word in words if said_intent(word) not in {"query", "help"}} == set()
    told = [sentence.replace("${branch.others.at(-1)}", "刘洋") for sentence in re.findall("`([^`]+)`", examples)]
    told = [re.sub(r"\$\{branch\.others\[0\]\}", "张晓", sentence) for sentence in told]
    told = [re.sub(r"\$\{branch\.count - 1\}", "11", sentence).replace("${branch.count}", "12") for sentence in told]
    assert [record_of(sentence)["kind"] for sentence in told] == ["theme_day", "talk"]
