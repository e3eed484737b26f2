"""The two commands as a person runs them: nothing is left behind, nothing is lost, every refusal is a sentence.

Everything happens under a folder of the test's own (CLUB_LOCAL), beside whatever else runs in this checkout.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from deploy.launcher.processes import ROOT, free_port
from tests.servers import wait_for

pytestmark = pytest.mark.slow
STARTING = 240  # seconds: the first start writes the example data, and the machine may be busy
REDIRECTED = ("DATABASE_URL", "REDIS_URL", "CACHE_URL", "EMAIL_URL", "MEDIA_ROOT", "STATIC_ROOT", "DEMO_MAILBOX")


class Launcher:
    """``python3 run.py …`` as another process; ``said`` is what the person reads."""

    def __init__(self, local: Path, *arguments: str, new_group: bool = False, **variables: str) -> None:
        kept = {key: value for key, value in os.environ.items() if key not in (*REDIRECTED, "CLUB_MODE", "PORT")}
        self.output = local.parent / f"said-{time.monotonic_ns()}.txt"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "deploy.launcher", *arguments],
                env={**kept, "CLUB_LOCAL": str(local), **variables},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                process_group=0 if new_group else None,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self.output.read_text()

    def ended(self, seconds: float = 60) -> int:
        return self.process.wait(seconds)

    def wait_until_ready(self) -> "Launcher":
        wait_for(lambda: "Prêt en" in self.said or self.process.poll() is not None, STARTING)
        assert self.process.poll() is None, self.said
        return self


def parents() -> dict[int, int]:
    """Every living process of this machine with its parent; those that only wait to be buried are dead."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                found[int(folder.name)] = int(parent)
    return found


def family(process: subprocess.Popen[bytes]) -> set[int]:
    """The launcher and everything that descends from it."""
    known, found, fresh = parents(), set(), {process.pid}
    while fresh:
        found |= fresh
        fresh = {pid for pid, parent in known.items() if parent in fresh} - found
    return found


def children(process: subprocess.Popen[bytes], command: str) -> list[int]:
    found = []
    for pid, parent in parents().items():
        with suppress(OSError):
            if parent == process.pid and command in Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " "):
                found.append(pid)
    return found


def assert_gone(pids: set[int], seconds: float = 20) -> None:
    wait_for(lambda: not pids & set(parents()), seconds)


def answers(port: int, path: str) -> bool:
    with suppress(OSError), urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.status == 200
    return False


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("launcher")
    folder.parent.chmod(0o755)  # PostgreSQL may have to run as another user
    folder.chmod(0o755)
    return folder / "local"


def test_help_and_unknown_command_show_the_usage(tmp_path: Path) -> None:
    for arguments, status in (([], 0), (["help"], 0), (["nonsense"], 2)):
        launcher = Launcher(tmp_path / "local", *arguments)
        assert launcher.ended() == status
        assert "python3 run.py COMMANDE" in launcher.said


def test_busy_port_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        launcher = Launcher(tmp_path / "local", "demo", PORT=port)
        assert launcher.ended() == 1
    assert f"Le port {port} est déjà pris" in launcher.said


def test_test_command_passes_arguments_and_status(tmp_path: Path) -> None:
    trial = tmp_path / "test_trial.py"
    one, two = "def test_one(): assert os.environ['CLUB_MODE'] == 'test'", "def test_two(): assert 0"
    trial.write_text(f"import os\n{one}\n{two}\n")
    launcher = Launcher(tmp_path / "local", "test", "-p", "no:django", "-q", "-k", "one", str(trial))
    assert launcher.ended() == 0
    assert "1 passed, 1 deselected" in launcher.said
    launcher = Launcher(tmp_path / "local", "test", "-p", "no:django", "-q", str(trial))
    assert launcher.ended() == 1


def test_interrupt_reaches_the_tests(tmp_path: Path) -> None:
    """Ctrl-C goes to the terminal's whole group: pytest says what it had done, the launcher waits for it."""
    trial, began = tmp_path / "test_trial.py", tmp_path / "began"
    trial.write_text(
        f"import pathlib, time\ndef test_one():\n    pathlib.Path({str(began)!r}).touch()\n    time.sleep(60)\n"
    )
    launcher = Launcher(tmp_path / "local", "test", "-p", "no:django", str(trial), new_group=True)
    wait_for(began.exists)
    os.killpg(launcher.process.pid, signal.SIGINT)
    assert launcher.ended() == 2
    assert "KeyboardInterrupt" in launcher.said


def test_killed_test_run_leaves_nothing(tmp_path: Path) -> None:
    trial, began = tmp_path / "test_trial.py", tmp_path / "began"
    trial.write_text(
        f"import pathlib, time\ndef test_one():\n    pathlib.Path({str(began)!r}).touch()\n    time.sleep(60)\n"
    )
    launcher = Launcher(tmp_path / "local", "test", "-p", "no:django", str(trial))
    wait_for(began.exists)
    everybody = family(launcher.process)
    launcher.process.kill()
    launcher.process.wait()
    assert_gone(everybody)


@pytest.mark.parametrize(("safe", "fsync"), [("1", "on"), ("0", "off")])
def test_safe_mode_is_durable(tmp_path: Path, safe: str, fsync: str) -> None:
    trial = tmp_path / "test_trial.py"
    statement = "cursor = psycopg2.connect(os.environ['DATABASE_URL']).cursor(); cursor.execute('SHOW fsync')"
    trial.write_text(
        f"import os, psycopg2\ndef test_one():\n    {statement}\n    assert cursor.fetchone() == ('{fsync}',)\n"
    )
    launcher = Launcher(tmp_path / "local", "test", "-p", "no:django", "-q", str(trial), CLUB_SAFE=safe)
    assert launcher.ended() == 0, launcher.said


def test_demo_lives_dies_and_comes_back(local: Path) -> None:
    """The whole life of a demo, in one test because its start is what costs."""
    port = free_port()
    demo = Launcher(local, "demo", PORT=str(port)).wait_until_ready()
    assert f"http://localhost:{port}/console/" in demo.said
    assert answers(port, "/"), demo.said
    assert "bienvenue" in demo.said  # the accounts

    second = Launcher(local, "demo", PORT=str(free_port()))
    assert second.ended() == 1
    assert f"Une démonstration tourne déjà dans ce dossier\u00a0: http://localhost:{port}" in second.said

    assert psql(local, "CREATE TABLE witness AS SELECT 1 AS seen") == ""

    for name in ("-Q mail", "club.demo.sink", "valkey-server", "postgres -D"):
        revived_after_kill(demo, name)
    wait_for(lambda: answers(port, "/sante/pret/"))

    everybody = family(demo.process)
    assert len(everybody) > 15
    demo.process.kill()
    demo.process.wait()

    began = time.monotonic()  # at once: the next one waits until the last trace is gone
    demo = Launcher(local, "demo", PORT=str(port)).wait_until_ready()
    assert_gone(everybody, 0)
    print(f"\nsecond start, after kill -9: {time.monotonic() - began:.1f} s")
    assert psql(local, "SELECT seen FROM witness") == "1\n"

    everybody = family(demo.process)
    demo.process.terminate()
    assert demo.ended() == 130
    assert_gone(everybody, 2)


def psql(local: Path, statement: str) -> str:
    launcher = Launcher(local, "exec", "sh", "-c", f'psql -qAtc "{statement}" "$DATABASE_URL"')
    assert launcher.ended() == 0, launcher.said
    return launcher.said


def revived_after_kill(demo: Launcher, name: str) -> None:
    """kill -9 of a service's main process: the launcher says so and starts it again."""
    told = demo.said.count("relancé")
    (main,) = children(demo.process, name)
    os.kill(main, signal.SIGKILL)
    wait_for(lambda: demo.said.count("relancé") == told + 1)
    wait_for(lambda: len(children(demo.process, name)) == 1)
    assert demo.process.poll() is None
