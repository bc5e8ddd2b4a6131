"""A user's mistake is a clear line in Chinese and exit status 1 or 2, and never a traceback."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Zhibu
from tests.cli.test_help import ENGLISH
from tests.end_to_end.server import environment

CHINESE = re.compile("[\u4e00-\u9fff]")
REMEDY = re.compile("请|用 zhibu|可用|是否应为|写作")


def _write(name: str, content: bytes) -> Callable[[], object]:
    return lambda: Path(name).write_bytes(content)


def _write_below_a_file() -> None:
    Path("x").touch()
    Path("zhibu.toml").write_text('[database]\nurl="sqlite+aiosqlite:///x/z.db"')


def _write_where_a_folder_is() -> None:
    Path("x").mkdir()
    Path("zhibu.toml").write_text('[database]\nurl="sqlite+aiosqlite:///x"')


def _make_newer() -> None:
    with sqlite3.connect("var/zhibu.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


def _take_away_all_profiles() -> None:
    Path("own").mkdir()
    Path("own/mine.toml").write_bytes("[profile]\nid = '本'".encode("gbk"))
    Path("zhibu.toml").write_text('[catalogue]\nfolder = "own"\n', "utf-8")


def _nothing() -> None:
    pass


FILES = {
    "settings that are no TOML": (_write("zhibu.toml", b"[server"), "status", "TOML"),
    "settings that are not UTF-8": (_write("zhibu.toml", "# 设置".encode("gbk")), "status", "UTF-8"),
    "settings with an unknown key": (_write("zhibu.toml", b"[server]\nprot = 1"), "status", "是否应为 port"),
    "settings that are a folder": (lambda: Path("x.toml").mkdir(), "status --config x.toml", "读不到设置文件"),
    "settings that are not there": (_nothing, "status --config x.toml", "找不到设置文件"),
    "a database in a file for a folder": (_write_below_a_file, "status", "打不开或连不上数据库"),
    "a database that is a folder": (_write_where_a_folder_is, "status", "打不开数据库文件"),
    "a database that is a text": (
        lambda: (
            Path("x").write_text("姓名\n" * 999),
            Path("zhibu.toml").write_text('[database]\nurl="sqlite+aiosqlite:///x"'),
        ),
        "status",
        "不是数据库",
    ),
    "a database of a newer program": (_make_newer, "status", "更新的版本"),
    "a newer database at its check": (_make_newer, "migrate", "更新的版本"),
    "a server that is not there": (
        _write("zhibu.toml", b'[database]\nurl="postgresql+asyncpg://u:geheim@127.0.0.1:1/z"'),
        "status",
        "数据库服务须已启动",
    ),
    "profiles that are not UTF-8": (_take_away_all_profiles, "duties list", "UTF-8"),
    "a roster that is not there": (_nothing, "roster import no.xlsx", "找不到"),
    "a plan that is not there": (_nothing, "duties propose no.txt", "找不到"),
    "a plan that is a folder": (_nothing, "duties propose var", "文件夹"),
    "an empty plan": (_write("p.txt", b" \n"), "duties propose p.txt", "空"),
    "a plan that is a PDF": (_write("p.txt", b"%PDF-1.7"), "duties propose p.txt", "PDF"),
    "a plan that is no text": (_write("p.txt", b"\x00\xff\x81"), "duties propose p.txt", "请"),
}


@pytest.mark.parametrize(("arrange", "line", "words"), FILES.values(), ids=FILES.keys())
def test_files_that_are_not_as_they_should_be(
    arrange: Callable[[], object], line: str, words: str, office: Zhibu
) -> None:
    arrange()
    _is_one_clear_refusal(office, line.split(), words)


VALUES = {
    "status --org nope": "zhibu org list",
    "status --at gestern": "2026-06-24",
    "status --at 0001-01-01": "2026-06-24",
    "tick --at 9999-12-31T23:59": "2026-06-24",
    "duties list --org nope": "zhibu org list",
    "duties list --profile nope": "可用：",
    "duties lint --org nope": "zhibu org list",
    "duties show nope": "zhibu duties list",
    "activities list --org nope": "zhibu org list",
    "activities list --since 31.12.2025": "2026-06-24",
    "activities list --since 2026-06-02 --until 2026-06-01": "请对调",
    "record --org nope 今天主题党日": "zhibu org list",
    "rehearse --from 2026-06-02 --to 2026-06-01": "请对调",
    "rehearse --from 2026-06-01 --to 2030-06-01": "两年",
    "rehearse --from 2026-06-31 --to 2026-07-01": "2026-06-24",
    "rehearse --from 2026-06-01 --to 2026-06-02 --org nope": "zhibu org list",
    "digest --org nope": "zhibu org list",
    "digest --org zb1 --period 2026-13": "2026-06",
    "org show nope": "zhibu org list",
    "org set nope weekly_digest on": "zhibu org list",
    "org set zb1 colour red": "可用：",
    "org set zb1 min_counts.zhuti-dangr 2": "是否应为 zhuti-dangri",
    "org set zb1 duties_off zzz": "zhibu duties list",
    "org set zb1 audiences.qqq 书记": "没有编号为 qqq",
    "org set zb1 send_at 23:00": "不打扰",
    "outbox retry 999": "zhibu outbox list",
    "outbox drop 999": "zhibu outbox list",
    "wecom menu": "corp_id",
    "serve --host http://x --port 0": "--host",
}


@pytest.mark.parametrize(("line", "words"), VALUES.items(), ids=VALUES.keys())
def test_values_that_cannot_be(line: str, words: str, office: Zhibu) -> None:
    _is_one_clear_refusal(office, line.split(), words)


@pytest.mark.parametrize(
    "line",
    [
        "bogus",
        "status --colour",
        "record 今天主题党日",
        "rehearse --from 2026-06-01",
        "outbox retry eins",
        "org set zb1",
        "wecom bogus",
        "serve --port 99999",
        "activities list --kind tea",
    ],
)
def test_wrong_usage(line: str, zhibu: Zhibu) -> None:
    done = zhibu(*line.split())

    assert done.status == 2
    assert "用法" in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("restore", "缺少参数 备份文件。"),
        ("record 今天主题党日", "缺少选项 --org。"),
        ("status --colour", "没有选项 --colour。"),
        ("status --orgs zb1", "没有选项 --orgs。相近的有：--org"),
        ("status --org", "选项 --org 后面要写值。"),
        ("status --json=1", "选项 --json 后面不写值。"),
        ("record 今天 主题党日 --org zb1", "多出了参数：主题党日。一句话里有空格时请加引号。"),
        ("serve --port abc", "--port 要写整数。"),
        ("serve --port 99999", "--port 最大是 65535。"),
        ("serve --port -1", "--port 最小是 0。"),
        ("activities list --kind tea", "--kind 不能是 'tea'，可以是：'branch_assembly'"),
        ("status bogus", "多出了参数：bogus。"),
        ("duties bogus", "没有命令 'bogus'。"),
    ],
)
def test_a_wrong_line_is_told_in_chinese(line: str, told: str, zhibu: Zhibu) -> None:
    done = zhibu(*line.split())

    assert done.status == 2
    assert told in done.err
    assert not ENGLISH.search(done.err)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_not_writable(zhibu: Zhibu, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        _is_one_clear_refusal(zhibu, ["migrate"], "文件夹须可写")
    finally:
        tmp_path.chmod(0o700)


def test_a_password_is_not_told(office: Zhibu) -> None:
    Path("zhibu.toml").write_text('[database]\nurl="postgresql+asyncpg://u:geheim@127.0.0.1:1/z"', "utf-8")

    assert "geheim" not in office("status").err


@pytest.mark.parametrize("table", ["[wecom.robots]\nx = 'KEY'", "[sandbox]\nenabled = 'off'"])
def test_a_clock_of_ones_own_is_for_the_sandbox_alone(table: str, zhibu: Zhibu) -> None:
    Path("zhibu.toml").write_text(table, "utf-8")

    _is_one_clear_refusal(zhibu, ["serve", "--at", "2026-06-01T09:00"], "只用于沙盒")


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = _as_child(tmp_path, "serve", "--port", str(taken.getsockname()[1]))

    assert done.returncode == 1
    assert "端口已被占用。请换一个 --port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_went_away(tmp_path: Path) -> None:
    line = f"{sys.executable} -m bot duties list --json | head -c 1; echo ${{PIPESTATUS[0]}} >&2"
    done = subprocess.run(  # noqa: S603 - our own command
        ["/bin/bash", "-c", line], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )

    assert done.stdout == "["
    assert done.stderr.strip() in {"0", "1"}


def test_a_terminal_that_knows_no_chinese(tmp_path: Path) -> None:
    done = _as_child(tmp_path, "org", "list", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")

    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def _is_one_clear_refusal(zhibu: Zhibu, line: list[str], words: str) -> None:
    done = zhibu(*line)

    assert done.status == 1, done
    assert done.out == ""
    assert words in done.err
    assert CHINESE.search(done.err)
    assert REMEDY.search(done.err)
    assert "Traceback" not in done.err
    assert len(done.err.strip().splitlines()) == 1


def _as_child(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={**environment(), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
