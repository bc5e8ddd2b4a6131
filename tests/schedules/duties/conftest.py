from pathlib import Path

import pytest

import schedules
from schedules.calendar.workdays import WorkCalendar
from schedules.duties.catalogue import Catalogue, parse_catalogue
from schedules.people.organisation import OrganisationKind
from tests.schedules.duties.branches import Branch, Peopler, Recorder, branch_facts, member, record_of

PROFILES = Path(schedules.__file__).parent / "duties" / "profiles"


@pytest.fixture(scope="session")
def sources() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(PROFILES.glob("*.toml"))}


@pytest.fixture(scope="session")
def catalogue(sources: dict[str, str]) -> Catalogue:
    parsed, problems = parse_catalogue(sources)
    assert list(map(str, problems)) == []
    return parsed


@pytest.fixture(scope="session")
def calendar() -> WorkCalendar:
    return WorkCalendar.of()


@pytest.fixture
def branch(catalogue: Catalogue, calendar: WorkCalendar) -> Branch:
    return Branch(catalogue=catalogue, calendar=calendar, facts=branch_facts())


@pytest.fixture
def party_group(branch: Branch) -> Branch:
    return branch.being(kind=OrganisationKind.PARTY_GROUP, name="市××局党组")


@pytest.fixture
def record() -> Recorder:
    return record_of


@pytest.fixture
def person() -> Peopler:
    return member
