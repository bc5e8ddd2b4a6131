"""The servers that are compared: started on a fresh database each time, and measured through /proc."""

import functools
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from benchmarks import postgresql
from benchmarks.intake_peers import keys
from benchmarks.reports import Person
from bot.storage.tables import REVISION

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
START_WITHIN = 30.0

CONFIG = """
[server]
public_url = "http://127.0.0.1"
[database]
url = "{url}"
[wecom]
corp_id = "{corp_id}"
agent_id = {agent_id}
secret = "{secret}"
token = "{token}"
encoding_aes_key = "{aes_key}"
api_base = "http://127.0.0.1:9"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server to compare: `prepare` makes a fresh database in a folder, `command` serves it on a port."""

    name: str
    prepare: Callable[[Path], None]
    command: Callable[[Path, int], Sequence[str]]
    count_rows: Callable[[Path], int]
    expected: str = "已登记"


@dataclass(slots=True)
class Running:
    """A server at work."""

    server: Server
    folder: Path
    port: int = field(init=False)
    process: subprocess.Popen[bytes] = field(init=False)

    def __enter__(self) -> Self:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.server.prepare(self.folder)
        self.port = _free_port()
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                self.server.command(self.folder, self.port),
                cwd=ROOT,
                env=os.environ | {"PEER_DATABASE": str(self.folder / "peer.db"), "PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=log,
            )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)

    def cpu_seconds(self) -> float:
        """What its processes have used so far."""
        return sum(_cpu_seconds_of(pid) for pid in _family_of(self.process.pid))

    def resident_mib(self) -> float:
        """What its processes hold in memory, shared pages counted once."""
        return sum(_proportional_kib_of(pid) for pid in _family_of(self.process.pid)) / 1024

    def _wait(self) -> None:
        deadline = time.monotonic() + START_WITHIN
        while time.monotonic() < deadline and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError(f"{self.server.name} did not start:\n{(self.folder / 'log').read_text()[-2000:]}")


def list_servers(people: Sequence[Person], work: Path) -> list[Server]:
    """The robot on both its databases, and its two peers."""
    return [
        Server(
            name="zhibu",
            prepare=lambda folder: _copy_seed(_seed(tuple(people), work), folder),
            command=_serve_robot,
            count_rows=lambda folder: _count(folder / "zhibu.db", "activities"),
        ),
        Server(
            name="zhibu on PostgreSQL",
            prepare=lambda folder: _copy_to_postgresql(people, work, folder),
            command=_serve_robot,
            count_rows=lambda _: postgresql.count_rows(postgresql.COPY, "activities"),
        ),
        Server(
            name="aiohttp peer",
            prepare=_make_peer_database,
            command=lambda folder, port: [
                *(sys.executable, "-m", "benchmarks.intake_peers.aiohttp_peer", str(folder / "peer.db"), str(port))
            ],
            count_rows=lambda folder: _count(folder / "peer.db", "messages"),
        ),
        Server(
            name="Flask peer",
            prepare=_make_peer_database,
            command=lambda _, port: [
                *(str(_flask_python(work)), "-m", "gunicorn", "--workers", "2", "--log-level", "warning"),
                *("--bind", f"127.0.0.1:{port}", "benchmarks.intake_peers.flask_peer:app"),
            ],
            count_rows=lambda folder: _count(folder / "peer.db", "messages"),
        ),
    ]


def write_config(folder: Path, url: str) -> Path:
    """The robot's settings for a database."""
    path = folder / "zhibu.toml"
    path.write_text(
        CONFIG.format(
            url=url,
            corp_id=keys.CORP_ID,
            agent_id=keys.AGENT_ID,
            secret=keys.SECRET,
            token=keys.TOKEN,
            aes_key=keys.ENCODING_AES_KEY,
        ),
        "utf-8",
    )
    return path


def write_roster(people: Sequence[Person], folder: Path) -> Path:
    """The roster of the load test as the two sheets of an office."""
    roster = folder / "roster"
    roster.mkdir(parents=True, exist_ok=True)
    branches = sorted({person.branch for person in people})
    organisations = ["编号,名称,类型,上级编号", "jgdw,市测试局机关党委,机关党委,"]
    organisations += [f"zb{branch},第{branch + 1}党支部,党支部,jgdw" for branch in branches]
    members = ["工号,姓名,组织编号,职务,企业微信账号,政治面貌"]
    members += [
        f"{person.number},{person.name},zb{person.branch},{'' if person.number % 5 else '书记'},{person.account},正式党员"
        for person in people
    ]
    (roster / "组织.csv").write_text("\n".join(organisations), "utf-8")
    (roster / "人员.csv").write_text("\n".join(members), "utf-8")
    return roster


def run_robot(config: Path, *arguments: str) -> None:
    """One command of the robot's."""
    subprocess.run(
        [sys.executable, "-m", "bot", *arguments, "--config", str(config)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


@functools.cache
def _seed(people: tuple[Person, ...], work: Path) -> Path:
    """A database that holds the roster and no report, made once for each schema; what has become due since is reviewed."""
    seed = work / f"seed-{len(people)}-{REVISION}"
    if not (seed / "done").exists():
        shutil.rmtree(seed, ignore_errors=True)
        seed.mkdir(parents=True)
        config = write_config(seed, f"sqlite+aiosqlite:///{seed / 'zhibu.db'}")
        _fill(config, people, seed)
        (seed / "done").touch()
    run_robot(seed / "zhibu.toml", "tick")
    return seed


def _fill(config: Path, people: Sequence[Person], folder: Path) -> None:
    """The roster, with the first review of all that follows an import behind it."""
    run_robot(config, "migrate")
    run_robot(config, "roster", "import", str(write_roster(people, folder)), "--apply")
    run_robot(config, "tick")


def _copy_seed(seed: Path, folder: Path) -> None:
    with sqlite3.connect(seed / "zhibu.db") as source, sqlite3.connect(folder / "zhibu.db") as target:
        source.backup(target)
    write_config(folder, f"sqlite+aiosqlite:///{folder / 'zhibu.db'}")


def _serve_robot(folder: Path, port: int) -> Sequence[str]:
    return [sys.executable, "-m", "bot", "serve", "--config", str(folder / "zhibu.toml"), "--port", str(port)]


@functools.cache
def _seed_postgresql(people: tuple[Person, ...], work: Path) -> str:
    folder = work / "seed-postgresql"
    folder.mkdir(parents=True, exist_ok=True)
    postgresql.create_database(postgresql.SEED)
    _fill(write_config(folder, postgresql.url_of(postgresql.SEED)), people, folder)
    return postgresql.SEED


def _copy_to_postgresql(people: Sequence[Person], work: Path, folder: Path) -> None:
    postgresql.copy_database(_seed_postgresql(tuple(people), work), postgresql.COPY)
    write_config(folder, postgresql.url_of(postgresql.COPY))


def _make_peer_database(folder: Path) -> None:
    with sqlite3.connect(folder / "peer.db") as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(keys.CREATE)


def _flask_python(work: Path) -> Path:
    """Flask and gunicorn live in an environment of their own: the project does not need them."""
    environment = work / "venv"
    python = environment / "bin" / "python"
    if not (environment / "done").exists():
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        requirements = ROOT / "benchmarks" / "intake_peers" / "requirements.txt"
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", str(requirements)], check=True)
        (environment / "done").touch()
    return python


def _count(path: Path, table: str) -> int:
    with sqlite3.connect(path) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  our own tables


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _family_of(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family_of(int(child))


def _cpu_seconds_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _proportional_kib_of(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
