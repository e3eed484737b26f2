"""Numbers of processes are given anew: neither the warden nor ``end`` may touch a stranger."""

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from deploy.launcher.processes import end, has_ended, kill, spawn
from deploy.launcher.warden import birth_of, is_alive
from deploy.launcher.warden import end as end_all
from tests.servers import wait_for

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(60)"
)


@pytest.fixture
def stranger() -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(SLEEP, start_new_session=True)
    yield process
    process.kill()
    process.wait()


def test_child_is_known_by_number_and_birth(stranger: "subprocess.Popen[bytes]") -> None:
    assert is_alive(stranger.pid, birth_of(stranger.pid))
    assert not is_alive(stranger.pid, "1")


def test_stranger_with_the_same_number_lives(stranger: "subprocess.Popen[bytes]") -> None:
    """A child of ours died, its number now belongs to somebody else: the warden still has it on its list."""
    end_all({stranger.pid: (15, "1")})
    time.sleep(0.2)
    assert stranger.poll() is None


def test_own_child_is_ended(stranger: "subprocess.Popen[bytes]") -> None:
    """The control: with the right birth, it dies."""
    end_all({stranger.pid: (15, birth_of(stranger.pid))})
    assert stranger.wait(5) == -15


def test_ending_twice_touches_nobody(stranger: "subprocess.Popen[bytes]") -> None:
    ours = spawn(SLEEP)
    end(ours)
    ours.pid = stranger.pid  # its number, given anew
    end(ours)
    kill(ours)
    time.sleep(0.2)
    assert stranger.poll() is None


def test_looking_does_not_bury(tmp_path: object) -> None:
    process = spawn([sys.executable, "-c", ""])
    wait_for(lambda: has_ended(process))
    assert process.returncode is None
    end(process)
    assert process.returncode == 0


def test_stubborn_child_is_killed_after_the_grace() -> None:
    process = spawn([sys.executable, "-c", STUBBORN])
    time.sleep(0.5)
    end(process, grace=0.3)
    assert process.returncode == -9
