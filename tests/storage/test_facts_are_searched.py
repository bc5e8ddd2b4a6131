"""What is known of one organisation is found by indexes: it must not cost more where there are more of them."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url
from sqlalchemy.engine import Connection

from bot.storage.ledger import FactsOf
from bot.storage.sqlite import writing_engine
from bot.storage.statements import Runner, Statement
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.people.organisation import OrganisationId
from tests.storage.samples import BRANCH, DAY, PARENT, settle_in


class Explaining(Runner):
    """Asks how each statement is carried out before it runs it."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.steps: list[str] = []

    def rows(self, statement: Statement, **values: object) -> list[Any]:
        text, values_in, constants = statement.compile(self._dialect)
        given = values_in({**constants, **values})
        self.steps += [row[3] for row in self._cursor.execute(f"EXPLAIN QUERY PLAN {text}", given).fetchall()]
        return super().rows(statement, **values)


@pytest.mark.parametrize("organisation_id", [BRANCH, PARENT.id])
def test_no_table_is_walked_through(organisation_id: OrganisationId, sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "zhibu.db"
    shutil.copy(sqlite_template, path)
    engine = writing_engine(make_url(f"sqlite+aiosqlite:///{path}"), timeout=1)
    with engine.connect() as connection:
        settle_in(SqlUnitOfWork(connection))
        runner = Explaining(connection)
        assert FactsOf(runner).get(organisation_id, since=DAY)
    assert runner.steps
    assert [step for step in runner.steps if step.startswith("SCAN")] == []
