"""The one writer of an SQLite file: a thread that gives all use cases that wait one commit.

They run one after another without savepoints, which cost more than a small statement does; only when one fails is the
group taken back and the others run again, each in a savepoint of its own.
"""

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

from sqlalchemy import URL

from bot.errors import StorageError
from bot.storage.faults import is_fault, storage_error_of
from bot.storage.sqlite import WritingSession
from bot.storage.unit_of_work import SqlUnitOfWork

_log = logging.getLogger(__name__)

PATIENCE = 4.0
"""Seconds that a use case waits for another process: platforms send again what was not answered within five."""
GROUP_SIZE = 64
GROUP_SECONDS = 0.01

UseCase = Callable[[SqlUnitOfWork], Any]


class _Job:
    """A use case that waits, and what became of it."""

    __slots__ = ("error", "future", "give_up_at", "result", "use_case")

    def __init__(self, use_case: UseCase, future: "asyncio.Future[Any]") -> None:
        self.use_case = use_case
        self.future = future
        self.give_up_at = time.monotonic() + PATIENCE
        self.result: object = None
        self.error: BaseException | None = None

    def run(self, unit_of_work: SqlUnitOfWork) -> bool:
        """Run it, unless nobody waits for it any more; whether it passed."""
        if self.future.cancelled():
            return True
        try:
            self.result, self.error = self.use_case(unit_of_work), None
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
            self.error = storage_error_of(error) if is_fault(error) else error
        return self.error is None

    def run_apart(self, session: WritingSession) -> None:
        """Run it in a savepoint: if it fails, only its own changes are taken back."""
        session.execute("SAVEPOINT use_case")
        if not self.run(session.begin_work()):
            session.execute("ROLLBACK TO use_case")
        session.execute("RELEASE use_case")

    def settle(self) -> None:
        """Tell the one who waits."""
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class Writer:
    """Runs use cases one after another and answers each after the commit that holds it."""

    def __init__(self, url: URL, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._work, args=(url,), name="zhibu-writer", daemon=True)
        self._thread.start()

    def submit(self, use_case: UseCase) -> "asyncio.Future[Any]":
        """The result of a use case, once it is committed."""
        if self._closed:
            raise StorageError("the database is closed")
        job = _Job(use_case, self._loop.create_future())
        self._jobs.put(job)
        return job.future

    async def close(self) -> None:
        """End after what already waits."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)

    def _work(self, url: URL) -> None:
        with contextlib.closing(WritingSession(url)) as session:
            while job := self._jobs.get():
                group = [job]
                self._serve(session, group)
                with contextlib.suppress(RuntimeError):  # the loop may have ended meanwhile
                    self._loop.call_soon_threadsafe(_settle, group)
                session.checkpoint_if_due()

    def _serve(self, session: WritingSession, group: list[_Job]) -> None:
        try:
            session.begin(give_up_at=group[0].give_up_at)
            if self._run(session, group):
                session.commit()
            else:
                session.roll_back()
                _run_rest(session, [job for job in group if job.error is None])
        except Exception as error:  # noqa: BLE001 - whatever it is, the writer goes on
            session.discard()
            _log.warning("A group of messages was not stored.", extra={"size": len(group), "fault": str(error)})
            for job in group:
                job.error = storage_error_of(error)

    def _run(self, session: WritingSession, group: list[_Job]) -> bool:
        """Run the first and what comes in meanwhile; whether all passed."""
        unit_of_work = session.begin_work()
        end = time.monotonic() + GROUP_SECONDS
        for job in group:  # which grows meanwhile
            if not job.run(unit_of_work):
                return False
            if len(group) < GROUP_SIZE and time.monotonic() < end and (following := self._next()):
                group.append(following)
        return True

    def _next(self) -> _Job | None:
        try:
            job = self._jobs.get_nowait()
        except Empty:
            return None
        if job is None:
            self._jobs.put(None)
        return job


def _run_rest(session: WritingSession, group: list[_Job]) -> None:
    """Run those again that did not fail."""
    if group:
        session.begin(give_up_at=group[0].give_up_at)
        for job in group:
            job.run_apart(session)
        session.commit()


def _settle(group: list[_Job]) -> None:
    for job in group:
        job.settle()
