"""``test``, ``bench`` and ``exec``: a command of ours run beside real servers."""

import os
import signal
import sys
from pathlib import Path

from deploy.launcher.processes import LOCAL, ROOT, Failure, FolderLock, end, say, spawn, warden
from deploy.launcher.servers import Servers, servers, throwaway_servers
from deploy.launcher.state import running_demo


def test(*arguments: str) -> int:
    """pytest, in fast mode: fsync off, unless CLUB_SAFE=1 (fault tests and figures need real durability).

    Without arguments the whole suite runs on every processor.
    """
    arguments = arguments or ("-n", str(os.cpu_count() or 1), "--dist", "worksteal")
    with throwaway_servers(durable=os.environ.get("CLUB_SAFE") == "1") as started:
        return run([sys.executable, "-m", "pytest", *arguments], _test_environment(started))


def bench(*arguments: str) -> int:
    """One file of bench/ with its own options, on durable servers."""
    names = sorted(path.stem for path in (ROOT / "bench").glob("*.py") if not path.stem.startswith("_"))
    if not arguments or arguments[0] not in names:
        raise Failure(f"Mesures disponibles : {', '.join(names) or 'aucune'}.")
    with throwaway_servers(durable=True) as started:
        argv = [sys.executable, "-m", f"bench.{arguments[0]}", *arguments[1:]]
        return run(argv, _test_environment(started))


def _test_environment(started: Servers) -> dict[str, str]:
    """Files of ours go beside the throwaway databases: a demo of this folder is not touched."""
    media, static = started.folder / "media", started.folder / "static"
    for folder in (media, static):
        folder.mkdir(exist_ok=True)
    return started.environment | {
        "CLUB_MODE": "test",
        "MEDIA_ROOT": str(media),
        "STATIC_ROOT": str(static),
        "DEMO_MAILBOX": str(started.folder / "mails.sqlite3"),
    }


def execute(*arguments: str) -> int:
    """Any command in the demo's environment: the running demo's servers, else they are started for it."""
    if not arguments:
        raise Failure("Que faut-il lancer ? Par exemple : python3 run.py exec python manage.py shell")
    demo = running_demo()
    if demo:
        return run(list(arguments), dict(os.environ) | demo)
    lock = FolderLock(LOCAL / "demo")
    if not lock.take(patience=15):
        raise Failure("La démonstration est en train de démarrer ou de s’arrêter : réessayez.")
    warden.start(keep=(lock.descriptor,))
    with servers(LOCAL / "demo", durable=True) as started:
        return run(list(arguments), started.environment | {"CLUB_MODE": "demo"})


def run(argv: list[str], environment: dict[str, str]) -> int:
    """In the foreground of the terminal; Ctrl-C is the command's own affair, a SIGTERM to us is passed on."""
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    previous = signal.signal(signal.SIGINT, lambda *_: None)  # not SIG_IGN, which the command would inherit
    try:
        try:
            process = spawn(argv, own_session=False, env=environment, cwd=ROOT)
        except FileNotFoundError:
            raise Failure(f"Commande introuvable : {argv[0]}") from None
        try:
            status = process.wait()
        finally:
            end(process)
        if status < 0:
            say(f"La commande a été tuée par le signal {signal.Signals(-status).name}.")
            return 128 - status
        return status
    finally:
        signal.signal(signal.SIGINT, previous)
