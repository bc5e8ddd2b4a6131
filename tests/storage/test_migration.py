"""The schema: what the steps make is what the code expects, and they can be taken back."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import StorageError
from bot.storage.migration import current_revision, downgrade, head_revision, migrate
from bot.storage.tables import REVISION, metadata

T = TypeVar("T")


async def looked_at(url: str, look: Callable[[Connection], T]) -> T:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        result = await connection.run_sync(look)
    await engine.dispose()
    return result


def tables_of(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection)
    return found


def facets_of(tables: MetaData, name: str) -> dict[str, object]:
    """What of a table must be the same, in words that both databases reflect."""
    table = tables.tables[name]
    return {
        "columns": [(column.name, column.nullable) for column in table.columns],
        "key": [column.name for column in table.primary_key],
        "indexes": {index.name: [column.name for column in index.columns] for index in table.indexes},
        "references": {(key.parent.name, key.target_fullname) for key in table.foreign_keys},
    }


def steps() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    return ScriptDirectory.from_config(config)


def test_the_constant_is_the_newest_step_of_alembic() -> None:
    assert steps().get_heads() == [REVISION]
    assert head_revision() == REVISION


async def test_the_steps_make_the_tables_of_the_code(empty_database_url: str) -> None:
    assert await migrate(empty_database_url)
    differences = await looked_at(
        empty_database_url, lambda connection: compare_metadata(MigrationContext.configure(connection), metadata)
    )
    assert differences == []


async def test_indexes_keys_and_references_too(empty_database_url: str) -> None:
    await migrate(empty_database_url)
    stepped = await looked_at(empty_database_url, tables_of)
    for name in metadata.tables:
        assert facets_of(stepped, name) == facets_of(metadata, name)


@pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)
async def test_texts_sort_alike_wherever_postgresql_was_installed(empty_database_url: str) -> None:
    await migrate(empty_database_url)
    query = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' \
        AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
    assert await looked_at(empty_database_url, lambda connection: connection.execute(text(query)).all()) == []


@pytest.mark.parametrize("empty_database_url", ["sqlite"], indirect=True)
async def test_a_backup_knows_every_table_that_any_step_has(empty_database_url: str) -> None:
    await migrate(empty_database_url)
    for step in steps().walk_revisions():
        await downgrade(empty_database_url, step.revision)
        there = await looked_at(empty_database_url, tables_of)
        assert set(there.tables) <= {*metadata.tables, "alembic_version"}, (
            f"{step.revision}: what is dropped is not backed up before"
        )


async def test_up_down_up(empty_database_url: str) -> None:
    await migrate(empty_database_url)
    await downgrade(empty_database_url, "base")
    left = await looked_at(empty_database_url, tables_of)
    assert set(left.tables) <= {"alembic_version"}
    assert await current_revision(empty_database_url) is None
    assert await migrate(empty_database_url)
    assert await current_revision(empty_database_url) == REVISION


async def test_a_second_start_has_nothing_to_do(database_url: str) -> None:
    assert await current_revision(database_url) == REVISION
    assert not await migrate(database_url)


async def test_two_that_start_together_make_one_schema(empty_database_url: str) -> None:
    done = await asyncio.gather(*(migrate(empty_database_url) for _ in range(4)))
    assert sorted(done) == [False, False, False, True]


async def test_a_newer_schema_is_refused(database_url: str) -> None:
    newer = text("UPDATE alembic_version SET version_num = '9999'")
    await looked_at(database_url, lambda connection: connection.execute(newer))
    with pytest.raises(StorageError, match="9999, newer than"):
        await migrate(database_url)
    assert await current_revision(database_url) == "9999"


async def test_a_step_that_fails_leaves_nothing_behind(empty_database_url: str) -> None:
    stand_in_the_way = text("CREATE TABLE waivers (id INTEGER)")
    await looked_at(empty_database_url, lambda connection: connection.execute(stand_in_the_way))
    with pytest.raises(StorageError):
        await migrate(empty_database_url)
    left = await looked_at(empty_database_url, tables_of)
    assert set(left.tables) == {"waivers"}


async def test_looking_at_a_file_that_is_not_there_makes_none(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    assert await current_revision(f"sqlite+aiosqlite:///{path}") is None
    assert not path.exists()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_start_at_head_loads_neither_alembic_nor_the_other_driver(database_url: str) -> None:
    program = (
        "import asyncio, sys\n"
        "from bot.storage.migration import migrate\n"
        "asyncio.run(migrate(sys.argv[1]))\n"
        "print([name for name in ('alembic', 'asyncpg') if name in sys.modules])"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", program, database_url]
    done = subprocess.run(command, cwd=root, capture_output=True, check=True)  # noqa: S603 - our own words
    assert done.stdout.decode().strip() == "[]"
