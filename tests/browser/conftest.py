import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.served import CHROMIUM, CHROMIUM_ARGS, DESKTOP, OpenPage, Sandbox, Size

PATIENCE = 20_000
"""Milliseconds: a machine that does other things as well is slow, not wrong."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    served = Sandbox()
    yield served
    served.end()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for one module: while Playwright runs, its thread has an event loop and async tests cannot run there."""
    if not CHROMIUM.exists():
        if os.environ.get("ZHIBU_REQUIRE_BROWSER") == "1":
            pytest.fail(f"browser tests are required here, and there is no Chromium at {CHROMIUM}")
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_ARGS)
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser, sandbox: Sandbox) -> Iterator[OpenPage]:
    """Open the sandbox page; at the end no page may have had an error or asked another machine."""
    contexts = []
    faults: list[str] = []

    def open_it(*, size: Size = DESKTOP, scheme: str = "light", at: str = "", touch: bool = False) -> Page:
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            has_touch=touch,
            reduced_motion="reduce",
            locale="zh-CN",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(sandbox.origin) else faults.append(r.url))
        page.goto(f"{sandbox.url}{at}")
        expect(page.locator("#clock-time")).to_have_text(re.compile(":"))
        expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not CHROMIUM.exists():
        terminalreporter.section("browser tests left out", sep="!")
        terminalreporter.line(f"There is no Chromium at {CHROMIUM}: the sandbox page was not tested in a browser.")
