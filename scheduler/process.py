"""A run in a child process: progress over a pipe, stop, and safe to kill. The door that the server uses.

The child sends every better plan, so that whoever kills it keeps the last one. It ends by itself when its parent is
gone. Plans travel as the texts of `formats`; the parent checks them again (`validation`).
"""

import contextlib
import gc
import multiprocessing
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

from scheduler.alignment import Infeasible, Limits, Progress, Solved, align
from scheduler.errors import SchedulerError
from scheduler.formats import read_instance, read_plan, write_plan
from scheduler.integrity import check
from scheduler.plan import Plan

PLAN_PERIOD = 0.5
"""Seconds between two plans sent: a plan is 300 kB, and nobody looks more often."""


@dataclass(frozen=True, slots=True)
class Advance:
    """A step of a run; `plan` is there when there is a better one than was sent before."""

    progress: Progress
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class Failed:
    """The input was refused, or the child died."""

    reason: str


Report = Advance | Solved | Infeasible | Failed


class AlignmentProcess:
    """One run. Not for several threads; `close` it, or use it in a `with`."""

    def __init__(self, instance_text: str, limits: Limits) -> None:
        """Start the child.

        Args:
            instance_text: As `formats.write_instance` makes it.
            limits: When to end.
        """
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe.send((instance_text, limits))
        self._ended = False
        self.best: Plan | None = None
        """The best plan that has arrived, whatever happens to the child."""

    def __enter__(self) -> "AlignmentProcess":
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the child."""
        return self._process.pid

    def poll(self, seconds: float) -> Report | None:
        """Return the next report, waiting at most so long; None: nothing came. After an end there is nothing."""
        if self._ended or not self._pipe.poll(seconds):
            return None
        try:
            kind, value, text = self._pipe.recv()
        except (EOFError, OSError):
            self._ended = True
            return Failed("the solver's process has died")
        if text is not None:
            self.best = read_plan(text)
        if kind == "advance":
            return Advance(value, self.best if text is not None else None)
        self._ended = True
        report: Report = value
        return report

    def stop(self) -> None:
        """Ask the child to end with the best plan it has; it answers by a last report."""
        try:
            self._pipe.send("stop")
        except OSError:
            self._ended = True

    def close(self, seconds: float = 2.0) -> None:
        """End the child, at the latest after so many seconds; may be called twice."""
        self.stop()
        self._pipe.close()
        self._ended = True
        self._process.join(seconds)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _work(pipe: Connection) -> None:
    # Ctrl-C at a terminal goes to parent and child; the parent asks for the best plan, or closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The first plan makes millions of values that live to the end and no cycles; looking for those costs a second
    # of seven.
    gc.disable()
    text, limits = pipe.recv()
    stopped = threading.Event()
    threading.Thread(target=_listen, args=(pipe, stopped), daemon=True).start()
    sending = threading.Lock()
    try:
        instance = read_instance(text)
        check(instance)
        sender = _Sender(pipe, sending)
        result = align(instance, limits, time.monotonic, sender.report, stopped.is_set)
    except SchedulerError as error:
        _send(pipe, sending, ("end", Failed(str(error)), None))
    else:
        last = write_plan(result.plan) if isinstance(result, Solved) else None
        _send(pipe, sending, ("end", result, last))


class _Sender:
    """Sends progress, and plans as often as somebody may look."""

    def __init__(self, pipe: Connection, sending: threading.Lock) -> None:
        self._pipe = pipe
        self._sending = sending
        self._sent_value = -1
        self._begun = False
        self._sent_at = float("-inf")

    def report(self, progress: Progress, plan: Callable[[], Plan]) -> None:
        if not self._begun:
            # What is there now lives to the end; models of parts come and go in cycles, and are looked for again.
            self._begun = True
            gc.freeze()
            gc.enable()
        text = None
        due = progress.seconds - self._sent_at >= PLAN_PERIOD
        if progress.value > self._sent_value and due:
            text = write_plan(plan())
            self._sent_value = progress.value
            self._sent_at = progress.seconds
        _send(self._pipe, self._sending, ("advance", progress, text))


def _send(pipe: Connection, sending: threading.Lock, message: object) -> None:
    with sending:
        try:
            pipe.send(message)
        except OSError:
            return  # The parent is gone; the listener has asked the run to stop.


def _listen(pipe: Connection, stopped: threading.Event) -> None:
    with contextlib.suppress(EOFError, OSError):  # the parent is gone: nobody wants the result
        pipe.recv()
    stopped.set()
