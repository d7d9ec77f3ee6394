"""A process that never outlives its parent: how it is started, asked to stop, and what its log says."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .console import Step
from .errors import Stop
from .place import ROOT
from .privileges import Account

Command = Sequence[str | Path]
PR_SET_PDEATHSIG = 1
LOG_LIMIT = 10 * 1024 * 1024
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def dying_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends the signal to the child when its parent's thread ends."""
    parent = os.getpid()

    def ask_kernel() -> None:
        if _LIBC is not None:
            _LIBC.prctl(PR_SET_PDEATHSIG, int(death_signal))
            if os.getppid() != parent:
                os._exit(1)

    return ask_kernel


def start(
    argv: Command,
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    account: Account | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start in a process group of its own, so that Ctrl-C reaches only the supervisor, which stops in order.

    The kernel sends `death_signal` when the supervisor dies, however it dies. Main thread only: the promise
    of the kernel is tied to the thread that forks.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as stream:
        return subprocess.Popen(
            [str(part) for part in argv],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            env=dict(env) if env is not None else None,
            cwd=ROOT if account is None or account.reads_project else "/",
            process_group=0,
            preexec_fn=dying_with_parent(death_signal),
            **(account.popen() if account else {}),
        )


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """What a dead leader left in its group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def call(
    argv: Command,
    *,
    log: Path,
    step: Step,
    env: Mapping[str, str] | None = None,
    account: Account | None = None,
    unwatched: bool = False,
) -> str:
    """Run to the end, noting its last line as progress; gives what it printed. Raises Stop when it fails."""
    with suppress(FileNotFoundError):
        log.unlink()
    process = start(argv, log=log, env=env, account=account, death_signal=signal.SIGKILL)
    try:
        while process.poll() is None:
            step.note("" if unwatched else last_line(log))
            time.sleep(0.1)
    finally:
        if process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
        kill_group(process)
        process.wait()
    step.detail = ""
    if process.returncode != 0:
        raise Stop(f"{step.title}: failed.", f"Whole log: {log}", tail(log))
    return log.read_text(encoding="utf-8", errors="replace")


def tail(log: Path, lines: int = 25) -> str:
    """The last lines of a log, without reading all of a long one."""
    try:
        with log.open("rb") as stream:
            stream.seek(0, os.SEEK_END)
            stream.seek(max(0, stream.tell() - 16_384))
            text = stream.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(line for line in text.splitlines()[-lines:] if line.strip())


def last_line(log: Path) -> str:
    return tail(log, 3).rpartition("\n")[2]


@dataclass
class Child:
    """A server under supervision. `ready`: does it serve; `patience`: how long it may take to stop."""

    name: str
    argv: Command
    log: Path
    env: Mapping[str, str]
    ready: Callable[[], bool]
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGTERM
    patience: float = 15
    before: Callable[[], None] = lambda: None
    process: subprocess.Popen[bytes] | None = None
    started: float = 0
    failures: int = 0
    restart_at: float = field(default=0)

    def start(self) -> None:
        with suppress(OSError):
            if self.log.stat().st_size > LOG_LIMIT:
                self.log.replace(self.log.with_suffix(".1.log"))
        self.before()
        self.started = time.monotonic()
        self.process = start(
            self.argv, log=self.log, env=self.env, account=self.account, death_signal=self.death_signal
        )

    def ended(self) -> int | None:
        """The exit status once it has ended (its group is cleared away), otherwise None."""
        if self.process is None:
            return None
        status = self.process.poll()
        if status is not None:
            kill_group(self.process)
            self.process = None
        return status

    def wait_ready(self, step: Step, within: float) -> None:
        """Raises Stop with the end of its log when it ends, or is not ready in time."""
        deadline = time.monotonic() + within
        while not self.ready():
            step.note(last_line(self.log))
            if self.ended() is not None:
                raise Stop(f"{self.name} ended while starting.", f"Whole log: {self.log}", tail(self.log))
            if time.monotonic() > deadline:
                raise Stop(
                    f"{self.name} does not answer after {within:.0f} s.", f"Log: {self.log}", tail(self.log)
                )
            time.sleep(0.05)
        step.detail = ""

    def stop(self, hurried: Callable[[], bool] = lambda: False) -> bool:
        """Ask, wait, insist. False when it had to be killed."""
        process, self.process = self.process, None
        if process is None:
            return True
        with suppress(ProcessLookupError):
            process.send_signal(self.stop_signal)
        deadline = time.monotonic() + self.patience
        while process.poll() is None and time.monotonic() < deadline and not hurried():
            time.sleep(0.02)
        polite = process.poll() is not None
        if not polite:
            process.send_signal(signal.SIGQUIT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(2)
        kill_group(process)
        process.wait()
        return polite


def describe(status: int) -> str:
    """`stopped by signal SIGKILL`, `ended with status 3`."""
    if status < 0:
        return f"was stopped by signal {signal.Signals(-status).name}"
    return f"ended with status {status}"
