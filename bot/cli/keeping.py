"""Back up and restore."""

import contextlib
import math
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.backup.archive import Archive, Manifest, opened
from bot.backup.placing import forget_older
from bot.backup.restoring import restore as restore_archive
from bot.backup.saving import save
from bot.cli.opening import ConfigOption, Refused, program, run, settings_of
from bot.clock import system_now
from bot.settings import Settings
from bot.storage.filling import SeveredLogError, UsedDatabaseError
from bot.storage.folder import FileFolder
from bot.storage.snapshot import EmptyDatabaseError
from schedules.wording import instant_words

HOUR, DAY = 60, 1440
KILO, MEGA = 1000, 1_000_000
TELL_EVERY = 5.0
"""Seconds between two words about how far it has come."""


@program.command(help="把数据库和附件备份成一个文件，服务不必停")
def backup(
    target: Annotated[Path, typer.Argument(help="文件夹（由程序命名），或还不存在的文件名")] = Path(),
    keep: Annotated[int | None, typer.Option("--keep", help="文件夹中只留最新的几份，删去更早的")] = None,
    config: ConfigOption = None,
) -> None:
    """Write an archive, read it back, tell what is in it."""
    settings, begun = settings_of(config), time.monotonic()
    _check_keep(target, keep)
    try:
        with _dying_when_interrupted():
            saved = run(
                save(settings.database.url, target, folder=_folder_of(settings), now=system_now(), tell=_progress())
            )
    except EmptyDatabaseError:
        raise Refused("还没有数据库，没有可以备份的。请核对 [database] url，或先启动一次") from None
    typer.echo(f"已备份到 {saved.path}（{_size(saved.size)}），用时 {time.monotonic() - begun:.1f} 秒，已读回核对。")
    for line in _contents(saved.manifest):
        typer.echo(line)
    if saved.missing:
        typer.echo(f"另有 {saved.missing} 份附件不在文件夹中、读不出或已损坏，没有备份。")
    for path in forget_older(saved.path, keep) if keep else ():
        typer.echo(f"已删去旧备份 {path.name}。")


@program.command(help="核对一份备份；加 --apply 恢复到空的数据库")
def restore(
    path: Annotated[Path, typer.Argument(metavar="备份文件", help="zhibu backup 写出的文件")],
    *,
    apply: Annotated[bool, typer.Option("--apply", help="写入；不加则只核对")] = False,
    send_pending: Annotated[
        bool, typer.Option("--send-pending", help="备份时待发的消息照常发送（确知没有发过时）")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Tell what is in an archive, and with --apply fill the database from it."""
    settings, begun = settings_of(config), time.monotonic()
    with opened(path) as archive:
        archive.verify()
        for line in _contents(archive.manifest):
            typer.echo(line)
        if not apply:
            typer.echo("备份完好，尚未恢复。要恢复到设置中的数据库（须是空的），请停止服务，加 --apply 再运行一次。")
            return
        held_back = _apply(settings, archive, send_pending=send_pending)
    age = system_now() - archive.manifest.taken_at
    typer.echo(
        f"已恢复，用时 {time.monotonic() - begun:.1f} 秒，逐表核对一致。内容是 {_span(age)}前的，此后登记的请各支部补报。"
    )
    if held_back:
        typer.echo(
            f"有 {held_back} 条消息在恢复之前到期，可能已经发出，没有再发。"
            "用 zhibu outbox list 查看，zhibu outbox retry 编号 再发，drop 编号 放弃，--all 表示全部。"
        )


def _check_keep(target: Path, keep: int | None) -> None:
    if keep is not None and keep < 1:
        raise Refused(f"--keep {keep} 一份也不留。请写成 1 或更大的数")
    if keep is not None and not target.is_dir():
        raise Refused(f"--keep 只用于文件夹，{target} 不是文件夹。请写一个文件夹，或去掉 --keep")


def _apply(settings: Settings, archive: Archive, *, send_pending: bool) -> int:
    from bot.app import read_rulebook  # noqa: PLC0415 - heavy imports, for this command alone

    work = restore_archive(
        settings.database.url,
        archive,
        folder=_folder_of(settings),
        rulebook=read_rulebook(settings),
        now=system_now(),
        send_pending=send_pending,
        tell=_progress(),
    )
    try:
        with _dying_when_interrupted():
            return run(work)
    except UsedDatabaseError:
        raise Refused(
            "数据库不是空的（演示数据也算），没有恢复。请在 [database] url 中另指定一个空的数据库，"
            "或停止服务、把原来的数据库（连同同名的 -wal 文件）移走后再试"
        ) from None
    except SeveredLogError:
        raise Refused(
            "原来的数据库移走了，同名的 -wal 文件还在，其中可能有最后的记录，没有恢复。请把它移到原来的数据库旁边，再试"
        ) from None


@contextlib.contextmanager
def _dying_when_interrupted() -> Iterator[None]:
    """Let Ctrl+C end the process at once: a thread would go on, and fill a database that its operator has given up."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _contents(manifest: Manifest) -> Iterator[str]:
    counts = Counter({name: told.rows for name, told in manifest.tables.items()})
    total, files = counts.total(), sum(told.size for told in manifest.files.values())
    taken_at = f"{instant_words(manifest.taken_at)}:{manifest.taken_at:%S}"
    yield f"内容截至 {taken_at}：此前已答复的都在其中，此后的不在。"
    yield (
        f"组织 {counts['organisations']} 个，人员 {counts['members']} 人，记录 {counts['activities']} 条，"
        f"共 {total} 行；附件 {len(manifest.files)} 份（{_size(files)}）。结构 {manifest.revision}，程序 {manifest.program}。"
    )


def _folder_of(settings: Settings) -> FileFolder:
    return FileFolder(Path(settings.evidence.folder))


def _size(count: int) -> str:
    return f"{count / MEGA:.1f} MB" if count >= MEGA else f"{math.ceil(count / KILO)} KB"


def _span(age: timedelta) -> str:
    minutes = age // timedelta(minutes=1)
    if minutes < HOUR:
        return f"{max(1, minutes)} 分钟"
    return f"{minutes // HOUR} 小时" if minutes < 2 * DAY else f"{minutes // DAY} 天"


def _progress() -> Callable[[int], None]:
    """Tells how far it has come, when that takes long."""
    told_at = time.monotonic()

    def tell(rows: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at > TELL_EVERY:
            told_at = time.monotonic()
            typer.echo(f"{rows} 行…", err=True)

    return tell
