"""docs/wecom-protocol.md says of every message, event, call and error what the code does with it, and forgets none."""

import re
from collections.abc import Iterator
from pathlib import Path

from wechatpy.enterprise.events import EVENT_TYPES

from bot.channels.wecom.aibot.messages import HEARD, QUIET
from bot.channels.wecom.faults import CARD_LAPSED, CARDLESS, EXPIRED, MISCONFIGURED, PAUSES, PERMANENT, TOO_OFTEN
from bot.channels.wecom.messages import DOCUMENTED, EVENT_KINDS, KINDS, OF_A_PERSON

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "wecom-protocol.md").read_text("utf-8")
CODE = "\n".join(path.read_text("utf-8") for path in (ROOT / "bot" / "channels" / "wecom").rglob("*.py"))
USED, LEFT = "用", "不理"
OUR_CONNECTION = {"stream", "disconnected_event"}
"""What the 智能机器人's connection and polls bring, and no person."""


def rows(title: str) -> Iterator[list[str]]:
    """The rows of the table under a headline."""
    section = PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    for line in section.splitlines():
        if line.startswith("| ") and not line.startswith("|--"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def names(cell: str) -> set[str]:
    return set(re.findall(r"`([\w./]+)`", cell))


def named(title: str, use: str) -> set[str]:
    """What a table says is used, or left alone."""
    return {name for cells in rows(title) if cells[1] == use for name in names(cells[0])}


def test_messages_to_the_app() -> None:
    assert named("应用收到的消息", USED) == set(KINDS)
    assert named("应用收到的消息", LEFT) == set()


def test_events_of_the_app() -> None:
    known = set(EVENT_TYPES) | DOCUMENTED
    assert {name.lower() for name in named("应用收到的事件", USED)} == set(EVENT_KINDS)
    assert {name.lower() for name in named("应用收到的事件", LEFT)} == known - set(EVENT_KINDS)


def test_changes_of_the_address_book() -> None:
    told = {name for cells in rows("通讯录收到的事件") if cells[1] == USED for name in names(cells[0]) if "_" in name}
    assert told == OF_A_PERSON


def test_what_the_aibot_hears() -> None:
    assert named("智能机器人收到的", USED) == HEARD | OUR_CONNECTION
    assert named("智能机器人收到的", LEFT) - {"quote"} == QUIET - OUR_CONNECTION


def test_calls_and_frames() -> None:
    used = [cells[0] for cells in rows("调用的接口") if not cells[1].startswith("不用")]
    called = {path for cell in used for path in names(cell.partition("：")[0])}
    frames = set(re.findall(r"\"(aibot_(?!msg_callback|event_callback)\w+)\"", CODE)) | {"ping"}
    assert called == set(re.findall(r"\"/cgi-bin/([\w/]+)\"", CODE)) | frames


def test_what_is_not_used_is_nowhere_in_the_code() -> None:
    unused = [cells[0] for cells in rows("调用的接口") if cells[1].startswith("不用")]
    kinds = {kind for cell in unused for kind in names(cell.partition("：")[2])}
    paths = {path for cell in unused for path in names(cell) - kinds - {"message/send"}}
    assert kinds
    assert not [name for name in paths if f"/cgi-bin/{name}" in CODE]
    assert not [kind for kind in kinds if f'send(user, "{kind}"' in CODE or f'send(account, "{kind}"' in CODE]


def test_errors() -> None:
    def codes(way: str) -> set[int]:
        (cells,) = (cells for cells in rows("错误码怎样处理") if cells[0].startswith(way))
        return {int(number) for number in re.findall(r"\d{5,}", cells[1])}

    assert codes("换一次凭证") == EXPIRED
    assert codes("不再取凭证") == MISCONFIGURED
    assert codes("等一等") == {TOO_OFTEN, *PAUSES}
    assert codes("不再发") <= PERMANENT
    assert codes("改发文字") == CARDLESS
    assert codes("以文字说明") == {CARD_LAPSED}
