"""Rules of the house that a linter does not know. The direction of imports is with import-linter, in pyproject.toml."""

import ast
import re
import statistics
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
    for package in ("bot", "handlers", "schedules")
    for path in sorted((ROOT / package).rglob("*.py"))
}

CHECKED = ("benchmarks", "bot", "handlers", "migrations", "schedules", "tests")
IGNORED_IN_SILENCE = re.compile(r"# type: ignore\[[\w-]+\](?!  # \w)")

CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
}
CLOCK_ROOM = "bot/clock.py"

CHINESE = re.compile("[\u3400-\u9fff]")
CHINESE_ROOMS = {
    "**/wording.py": "what people read",
    "**/*_wording.py": "as above",
    "handlers/replies.py": "every sentence of an answer",
    "handlers/grammar/*.py": "the lexicon: what people write",
    "handlers/drafting.py": "as above: the words that end a question",
    "bot/cli/*.py": "help and messages of the command line",
    "bot/inspection.py": "findings of `zhibu check`",
    "bot/settings.py": "faults of settings, with their remedies",
    "bot/fields.py": "as above",
    "bot/faults.py": "as above",
    "bot/sources.py": "as above",
    "bot/channels/*/settings.py": "as above",
    "bot/imports/*.py": "faults of files that operators bring",
    "schedules/calendar/written.py": "how offices write a day",
    "schedules/people/columns.py": "columns of the roster, and what may stand in them",
    "schedules/people/sheet.py": "faults of a roster",
    "schedules/people/roster.py": "as above",
    "schedules/people/settling.py": "faults of an organisation's own settings",
    "schedules/duties/faults.py": "faults of a catalogue",
    "schedules/duties/roster.py": "titles by which a record names a lecturer",
    "schedules/duties/plans/*.py": "the lexicon of work plans",
    "schedules/duties/source.py": "titles of the plans that duties come from",
    "bot/channels/wecom/splitting.py": "the platform's own name for everybody",
    "schedules/ledger/tags.py": "the words behind a tag",
    "schedules/ledger/hours.py": "the words behind a number of hours",
}
# What is made by the dozen for each message: to freeze one takes longer than to make it.
MADE_BY_THE_DOZEN = {
    f"handlers/grammar/{name}.py": {"frozen"}
    for name in (
        *("lexicon/phrases", "lexicon/date_values", "lexicon/times", "fields/values"),
        *("clauses/grouping", "clauses/sentences", "text/normalise"),
    )
} | {"handlers/grammar/lexicon/lexeme.py": {"frozen", "kw_only"}}
LARGE = {
    "handlers/replies.py": "a table of sentences is looked up, not read through",
}
MOST_LINES = 300
SAID = ("**/wording.py", "**/*_wording.py", "handlers/replies.py", "bot/cli/*.py", "bot/inspection.py")
SAID_IN_PAGES = ("bot/web/pages/**/*.html", "bot/web/pages/**/*.js")
NEVER_SAID = re.compile("打卡|排名|积分|通报批评|！|[\U0001f300-\U0001faff]")
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "service", "data", "info", "process", "misc"}


def nodes(module: str) -> Iterator[ast.AST]:
    return ast.walk(MODULES[module])


def name_of(node: ast.AST) -> str:
    """`datetime.now` behind `datetime.datetime.now(…)` and `datetime.now(…)`."""
    if isinstance(node, ast.Attribute):
        base = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
        return f"{base}.{node.attr}"
    return ""


def literals_of(module: str) -> Iterator[ast.Constant]:
    """Strings that are values; docstrings and words about a field are for whoever reads the code."""
    told = {id(node.value) for node in nodes(module) if isinstance(node, ast.Expr)}
    for node in nodes(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node


def is_in(module: str, rooms: dict[str, str]) -> bool:
    return any(fnmatch(module, room) for room in rooms)


@pytest.mark.parametrize("module", sorted(MODULES.keys() - {CLOCK_ROOM}))
def test_time_is_an_argument(module: str) -> None:
    assert [node.lineno for node in nodes(module) if isinstance(node, ast.Attribute) and name_of(node) in CLOCKS] == []


def test_the_one_clock_is_where_it_is_said_to_be() -> None:
    assert any(name_of(node) in CLOCKS for node in nodes(CLOCK_ROOM))


@pytest.mark.parametrize("room", CHINESE_ROOMS)
def test_every_room_is_lived_in(room: str) -> None:
    inside = [module for module in MODULES if fnmatch(module, room)]

    assert any(CHINESE.search(str(node.value)) for module in inside for node in literals_of(module))


@pytest.mark.parametrize("module", [module for module in MODULES if not is_in(module, CHINESE_ROOMS)])
def test_words_for_people_stay_in_their_rooms(module: str) -> None:
    assert [(node.lineno, node.value) for node in literals_of(module) if CHINESE.search(str(node.value))] == []


@pytest.mark.parametrize("module", [module for module in MODULES if is_in(module, dict.fromkeys(SAID, ""))])
def test_office_words_are_courteous(module: str) -> None:
    assert [node.value for node in literals_of(module) if NEVER_SAID.search(str(node.value))] == []


def test_pages_are_courteous() -> None:
    pages = [page for pattern in SAID_IN_PAGES for page in ROOT.glob(pattern)]

    assert pages
    assert [page.name for page in pages if NEVER_SAID.search(page.read_text("utf-8"))] == []


@pytest.mark.parametrize("module", [module for module in MODULES if not module.startswith("bot/")])
def test_nothing_waits_outside_the_robot(module: str) -> None:
    waiting = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)

    assert [node.lineno for node in nodes(module) if isinstance(node, waiting)] == []


@pytest.mark.parametrize("module", [module for module in MODULES if not module.startswith("bot/")])
def test_values_are_frozen_slotted_and_named(module: str) -> None:
    wanted = {"frozen", "slots", "kw_only"} - MADE_BY_THE_DOZEN.get(module, set())
    made = [
        (node.name, {keyword.arg for keyword in getattr(decorator, "keywords", [])})
        for node in nodes(module)
        if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
        if getattr(getattr(decorator, "func", decorator), "id", "") == "dataclass"
    ]

    assert [name for name, given in made if not wanted <= given and not name.startswith("_")] == []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_of_a_size_to_be_read(module: str) -> None:
    lines = len((ROOT / module).read_text("utf-8").splitlines())

    assert lines <= MOST_LINES or module in LARGE
    assert module not in LARGE or lines > MOST_LINES


def test_no_type_is_ignored_without_a_word_why() -> None:
    modules = [path for folder in CHECKED for path in (ROOT / folder).rglob("*.py")]

    assert [path.name for path in modules if IGNORED_IN_SILENCE.search(path.read_text("utf-8"))] == []


def test_functions_are_short() -> None:
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for module in MODULES
        for node in nodes(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )

    assert statistics.median(lengths) <= 8
    assert lengths[len(lengths) * 9 // 10] <= 25


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_named_for_what_it_is(module: str) -> None:
    assert not VAGUE & set(Path(module).with_suffix("").parts)
