"""Children are kept alive, stopped in order, and never left behind."""

import os
import signal
from pathlib import Path

from tests.waiting import wait_for


def said(var: Path, words: str) -> bool:
    return words in (var / "output").read_text(encoding="utf-8")


def number(var: Path, kind: str) -> int:
    """The process number the child last wrote, 0 before that."""
    file = var / f"{kind}.pid"
    return int(file.read_text(encoding="utf-8")) if file.exists() else 0


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"


def test_a_killed_child_is_started_again(var, supervise):
    supervise("web")
    wait_for(lambda: said(var, "all started"))
    first = number(var, "web")
    os.kill(first, signal.SIGKILL)
    second = wait_for(lambda: number(var, "web") not in {0, first} and number(var, "web"))
    assert alive(second)
    wait_for(lambda: said(var, "web was stopped by signal SIGKILL"))


def test_a_supervisor_killed_hard_leaves_no_orphan(var, supervise):
    supervisor = supervise("web", "stubborn")
    wait_for(lambda: said(var, "all started"))
    web = number(var, "web")
    supervisor.kill()
    supervisor.wait()
    wait_for(lambda: not alive(web), saying="the child outlived its supervisor")
    assert not alive(web)
    os.kill(number(var, "stubborn"), signal.SIGKILL)  # it ignores every polite request, the kernel's too


def test_a_stop_takes_the_last_started_down_first(var, supervise):
    supervisor = supervise("postgres", "valkey", "worker", "web")
    wait_for(lambda: said(var, "all started"))
    supervisor.terminate()
    assert supervisor.wait(20) == 0
    assert (var / "ends").read_text(encoding="utf-8").split() == ["web", "worker", "valkey", "postgres"]


def test_ctrl_c_stops_everything_cleanly(var, supervise):
    supervisor = supervise("web")
    wait_for(lambda: said(var, "all started"))
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(20) == 0
    assert not alive(number(var, "web"))


def test_a_child_that_ignores_the_stop_is_killed_after_its_time(var, supervise):
    supervisor = supervise("stubborn")
    wait_for(lambda: said(var, "all started"))
    stubborn = number(var, "stubborn")
    supervisor.terminate()
    assert supervisor.wait(20) == 0
    assert not alive(stubborn)
    assert said(var, "had to be killed")


def test_a_child_that_keeps_ending_is_explained_with_the_end_of_its_log(var, supervise):
    supervisor = supervise("broken")
    wait_for(lambda: said(var, "It keeps ending"))
    assert said(var, "broken ended with status 3")
    assert said(var, "the wire is loose")
    assert supervisor.poll() is None


def test_a_second_supervisor_of_the_same_city_is_refused(var, supervise, make):
    first = supervise("web")
    wait_for(lambda: said(var, "all started"))
    second = make("run", CITY="torreon", PORT="18111")
    assert second.returncode == 1
    assert f"already running (process {first.pid}): http://localhost:18110" in second.stdout


def test_after_a_hard_kill_the_city_can_be_started_again(var, supervise):
    first = supervise("web")
    wait_for(lambda: said(var, "all started"))
    before = number(var, "web")
    first.kill()
    first.wait()
    supervise("web")
    after = wait_for(lambda: number(var, "web") not in {0, before} and number(var, "web"))
    assert alive(after)
