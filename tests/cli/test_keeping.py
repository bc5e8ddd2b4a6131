"""`zhibu backup` and `zhibu restore`, as an operator meets them."""

import contextlib
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Zhibu

INTERRUPTED = """
import os, signal, sys, time
from bot.backup import restoring
from bot.cli import main
def interrupt(_):
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.1)
restoring.reach = interrupt
main()
"""
ELSEWHERE = '[database]\nurl = "sqlite+aiosqlite:///elsewhere/zhibu.db"\n'


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


def test_what_is_backed_up_is_checked_and_restored_elsewhere(office: Zhibu, shelf: Path) -> None:
    before = office("activities", "list", "--json").rows
    saved = office("backup", "shelf", "--keep", "2")
    (path,) = shelf.iterdir()
    checked = office("restore", f"shelf/{path.name}")
    Path("zhibu.toml").write_text(ELSEWHERE, "utf-8")
    restored = office("restore", f"shelf/{path.name}", "--apply")

    assert (saved.status, checked.status, restored.status) == (0, 0, 0)
    assert f"已备份到 shelf/{path.name}" in saved.out
    assert "已读回核对" in saved.out
    assert "组织 8 个，人员 30 人" in checked.out
    assert "尚未恢复" in checked.out
    assert "已恢复" in restored.out
    assert "此后登记的请各支部补报" in restored.out
    assert office("activities", "list", "--json").rows == before


@pytest.mark.usefixtures("shelf")
def test_what_was_due_is_told_and_can_be_sent(office: Zhibu) -> None:
    office("tick", "--at", "2026-06-24T09:05")
    office("backup", "shelf/x.zip")
    Path("zhibu.toml").write_text(ELSEWHERE, "utf-8")
    restored = office("restore", "shelf/x.zip", "--apply")
    listed = office("outbox", "list")

    assert "可能已经发出，没有再发" in restored.out
    assert "恢复自备份，恢复之前可能已经发出" in listed.out
    assert "已放回" in office("outbox", "retry", "--all").out
    assert "恢复自备份" not in office("outbox", "list").out


def test_only_so_many_are_kept(office: Zhibu, shelf: Path) -> None:
    for day in range(1, 4):
        (shelf / f"zhibu-2026010{day}-000000.zip").touch()
    told = office("backup", "shelf", "--keep", "2")

    assert "已删去旧备份 zhibu-20260101-000000.zip。\n已删去旧备份 zhibu-20260102-000000.zip。" in told.out
    assert len(list(shelf.iterdir())) == 2


MISTAKES = {
    "no such folder": ("backup none/x.zip", "没有文件夹 none"),
    "a file that is there": ("backup zhibu.toml", "已经存在"),
    "to keep some of a file": ("backup x.zip --keep 3", "只用于文件夹"),
    "to keep none": ("backup shelf --keep 0", "写成 1 或更大的数"),
    "no archive": ("restore none.zip", "不能读写 none.zip"),
    "a folder for an archive": ("restore shelf", "不能读写 shelf"),
    "settings for an archive": ("restore zhibu.toml", "不是完好的备份文件"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_clear_line(mistake: str, office: Zhibu, shelf: Path) -> None:
    command, told = MISTAKES[mistake]
    Path("zhibu.toml").write_text("[privacy]\nkeep_chat_hours = 24\n", "utf-8")
    done = office(*command.split())

    assert done.status == 1
    assert told in done.err
    assert len(done.err.splitlines()) == 1
    assert not list(shelf.iterdir())


@pytest.mark.usefixtures("shelf")
def test_a_database_that_is_not_empty_is_left_alone(office: Zhibu) -> None:
    office("backup", "shelf/x.zip")
    before = office("activities", "list", "--json").rows
    done = office("restore", "shelf/x.zip", "--apply")

    assert done.status == 1
    assert "数据库不是空的" in done.err
    assert office("activities", "list", "--json").rows == before


@pytest.mark.usefixtures("shelf")
def test_the_log_of_a_database_that_was_moved_away_is_left_alone(office: Zhibu) -> None:
    office("backup", "shelf/x.zip")
    log = Path("var/zhibu.db-wal")
    with contextlib.closing(sqlite3.connect("var/zhibu.db")) as connection:
        connection.execute("UPDATE members SET name = '周正'")
        connection.commit()
        only_there = log.read_bytes()
        Path("var/zhibu.db").rename("old.db")
    log.write_bytes(only_there)
    done = office("restore", "shelf/x.zip", "--apply")

    assert done.status == 1
    assert "同名的 -wal 文件还在" in done.err
    assert log.read_bytes() == only_there

    log.rename("old.db-wal")
    assert "已恢复" in office("restore", "shelf/x.zip", "--apply").out


@pytest.mark.usefixtures("shelf")
def test_what_is_interrupted_restores_nothing(office: Zhibu) -> None:
    office("backup", "shelf/x.zip")
    Path("zhibu.toml").write_text(ELSEWHERE, "utf-8")
    command = [sys.executable, "-c", INTERRUPTED, "restore", "shelf/x.zip", "--apply"]
    done = subprocess.run(command, check=False, capture_output=True, timeout=60)  # noqa: S603 - our own command

    assert done.returncode == -signal.SIGINT
    assert "已恢复" in office("restore", "shelf/x.zip", "--apply").out


@pytest.mark.usefixtures("shelf")
def test_where_there_is_no_database_there_is_nothing_to_back_up(zhibu: Zhibu) -> None:
    done = zhibu("backup", "shelf")

    assert done.status == 1
    assert "还没有数据库" in done.err
    assert not Path("var").exists()


def test_a_database_of_a_newer_program_is_refused(office: Zhibu, shelf: Path) -> None:
    with sqlite3.connect("var/zhibu.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    done = office("backup", "shelf")

    assert done.status == 1
    assert "更新的版本" in done.err
    assert not list(shelf.iterdir())
