"""One nursery for all tests of this folder, an office for each, and the report at the end."""

from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.office import Nursery, Office, opened, settle_in


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture
async def office(tmp_path: Path, database_url: str, nursery: Nursery) -> AsyncIterator[Office]:
    """A committee and its branches, with nothing sent yet and nobody serving them."""
    async with opened(tmp_path, database_url, nursery) as office:
        await office.database.write(settle_in)
        yield office


def pytest_terminal_summary(terminalreporter: Any) -> None:  # noqa: ANN401 - pytest names no type for it
    """Tell what the long runs saw, and what all the deaths came to."""
    passed = terminalreporter.stats.get("passed", [])
    for report in passed:
        if told := dict(report.user_properties).get("report"):
            terminalreporter.line(f"{report.nodeid.rpartition('::')[2]}: {told}")
    stories = [dict(report.user_properties) for report in passed if "recovery" in dict(report.user_properties)]
    if not stories:
        return
    total = {name: sum(story[name] for story in stories) for name in ("lost", "doubled", "duplicates")}
    terminalreporter.section("chaos")
    terminalreporter.line(
        f"deaths {len(stories)} · lost {total['lost']} · doubled effects {total['doubled']} · "
        f"duplicate sends {total['duplicates']} · recovery {_spread_of([story['recovery'] for story in stories])}, "
        f"of a processor {_spread_of([story['work'] for story in stories])}"
    )


def _spread_of(seconds: Sequence[float]) -> str:
    ranked = sorted(seconds)
    return f"p50 {ranked[len(ranked) // 2]:.2f} s, p95 {ranked[len(ranked) * 95 // 100]:.2f} s, max {ranked[-1]:.2f} s"
