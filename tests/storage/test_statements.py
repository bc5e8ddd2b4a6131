"""Statements run on the bare cursor: nothing may need converting there, and no value may be forgotten."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Dialect, bindparam, make_url, select

from bot.storage import conversations, ledger, outbox, people, reminders
from bot.storage.database import Database
from bot.storage.statements import Listing, Runner, Statement
from bot.storage.tables import meta, metadata
from bot.storage.unit_of_work import SqlUnitOfWork

DIALECTS = [
    make_url(f"{name}://").get_dialect()() for name in ("postgresql+asyncpg", "sqlite+aiosqlite", "sqlite+pysqlite")
]


def statements() -> Iterator[Statement]:
    for module in (people, ledger, outbox, reminders, conversations):
        for value in vars(module).values():
            if isinstance(value, Statement):
                yield value
            elif isinstance(value, Listing):
                yield value.chosen_by(tuple(value._filters))  # noqa: SLF001 - with all of them


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: f"{dialect.name}-{dialect.driver}")
def test_no_parameter_needs_converting(dialect: Dialect) -> None:
    compiled = [statement.compiler(dialect) for statement in statements()]
    assert len(compiled) > 30
    converted = [name for one in compiled for name in one._bind_processors]  # noqa: SLF001 - the only place that tells
    assert converted == []


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: f"{dialect.name}-{dialect.driver}")
def test_no_column_needs_converting(dialect: Dialect) -> None:
    columns = [column for table in metadata.tables.values() for column in table.columns]
    converted = [
        str(column)
        for column in columns
        if column.type.dialect_impl(dialect).result_processor(dialect, None) is not None
    ]
    assert converted == []


async def test_a_value_that_is_forgotten_is_an_error(database: Database) -> None:
    by_key = Statement(select(meta.c.value).where(meta.c.key == bindparam("key")))

    def use_case(uow: SqlUnitOfWork) -> None:
        runner: Runner = uow.meta._runner  # noqa: SLF001 - stores alone hold one
        runner.rows(by_key)

    with pytest.raises(KeyError, match="key"):
        await database.write(use_case)
