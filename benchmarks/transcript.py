"""A conversation with the demo organisation, as it really goes: for the README, with `--picture` also its picture.

python -m benchmarks.transcript            # print it
python -m benchmarks.transcript --write    # put it between the markers of README.md
"""

import argparse
import asyncio
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import aiohttp
from playwright.async_api import Page, async_playwright

from bot.app import serving
from bot.settings import DatabaseSettings, ServerSettings, Settings
from schedules.calendar.zone import instant_at
from schedules.wording import instant_words

README = Path(__file__).resolve().parents[1] / "README.md"
BLOCK = re.compile(r"(?<=<!-- transcript -->\n).*?(?=<!-- /transcript -->)", re.DOTALL)
CHROMIUM = os.environ.get("ZHIBU_CHROMIUM", "/usr/bin/chromium")
CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--lang=zh-CN"]
STARTS_AT = instant_at(date(2026, 11, 23), time(8, 30))
SECRETARY, COMMITTEE = "3001", "jgdw"


@dataclass(kw_only=True)
class Talk:
    """Somebody at the sandbox; `lines` are what stands in the transcript."""

    session: aiohttp.ClientSession
    address: str
    name: str = ""
    lines: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)

    async def say(self, text: str) -> None:
        """Say something as the secretary."""
        answer = await self._post("messages", {"from": SECRETARY, "text": text})
        self.lines += ["", f"{self.name}：{text}", *(line for reply in answer["replies"] for line in _shown(reply))]

    async def move_to(self, day: date, clock: time, *, told: bool = True) -> None:
        """Move the clock; tell what then came for the secretary and for the committee's group."""
        at = instant_at(day, clock)
        await self._post("clock", {"at": at.isoformat()})
        if told:
            self.lines += ["", f"—— 把时间拨到{instant_words(at)} ——"]
        async with self.session.get(f"{self.address}/sandbox/outbox") as response:
            sent = (await response.json())["messages"]
        for message in sorted(sent, key=lambda each: str(each["at"])):
            if told and message["id"] not in self.told and message["recipient"] in {SECRETARY, COMMITTEE}:
                place = "机关党委群" if message["group"] else self.name
                at = datetime.fromisoformat(message["at"])
                self.lines += ["", f"（{at:%H:%M} 发给{place}）", *_shown(message)]
            self.told.add(message["id"])

    async def _post(self, path: str, body: dict[str, str]) -> Any:  # noqa: ANN401 - JSON
        async with self.session.post(f"{self.address}/sandbox/{path}", json=body) as response:
            response.raise_for_status()
            return await response.json()


def _shown(message: dict[str, Any]) -> Iterator[str]:
    first, *rest = message["text"].split("\n")
    yield f"支部助手：{first}"
    yield from (f"    {line}" for line in rest)
    if message["buttons"]:
        yield "    " + " ".join(f"[{button['label']}]" for button in message["buttons"])


async def hold(talk: Talk, picture: Path | None) -> None:
    """The conversation, with a picture where a reminder has been answered."""
    async with talk.session.get(f"{talk.address}/sandbox/people") as response:
        people = (await response.json())["members"]
    talk.name = next(each["name"] for each in people if each["id"] == SECRETARY)
    await talk.say("上周五下午集中学习，学习党的二十大精神，应到5人实到4人，请假1人")
    await talk.say("第三党支部")
    await talk.say("不对，是上周四")
    await talk.say("换届什么时候到期")
    await talk.move_to(date(2026, 11, 26), time(18), told=False)
    await talk.move_to(date(2026, 11, 27), time(15))
    await talk.say("今天下午主题党日，参观党史馆，到4人")
    if picture:
        await take_picture(talk, picture)
    await talk.say("本月待办")
    await talk.move_to(date(2026, 11, 27), time(16, 30))


async def take_picture(talk: Talk, path: Path) -> None:
    """The secretary's chat as the page shows it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        page: Page = await browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
        await page.goto(f"{talk.address}/sandbox")
        await page.get_by_role("option").filter(has_text=talk.name).first.click()
        await page.wait_for_timeout(1500)
        await page.screenshot(path=str(path))
        await browser.close()


async def record(picture: Path | None) -> Sequence[str]:
    """Hold the conversation with a server of its own, on an empty database."""
    with tempfile.TemporaryDirectory() as folder:
        database = DatabaseSettings(url=f"sqlite+aiosqlite:///{folder}/zhibu.db")
        settings = Settings(server=ServerSettings(port=0), database=database)
        async with serving(settings, at=STARTS_AT) as address, aiohttp.ClientSession() as session:
            talk = Talk(session=session, address=address)
            await hold(talk, picture)
    return talk.lines[1:]


def main() -> None:
    """Print the transcript, or put it into the README."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put it between the markers of README.md")
    parser.add_argument("--picture", type=Path, help="where to save a picture of the page")
    chosen = parser.parse_args()
    lines = "\n".join(asyncio.run(record(chosen.picture)))
    if not chosen.write:
        print(lines)
        return
    page = README.read_text("utf-8")
    README.write_text(BLOCK.sub(lambda _: f"\n```text\n{lines}\n```\n\n", page), "utf-8")


if __name__ == "__main__":
    main()
