"""``demo``: everything runs, with example data, on this machine alone."""

import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from deploy.launcher import state
from deploy.launcher.processes import ROOT, Failure, FolderLock, end, free_port, is_free, say, spawn, warden
from deploy.launcher.servers import Servers, servers
from deploy.launcher.supervisor import Service, Supervisor, last_lines

DEMO = state.DEMO
LOGS = DEMO / "logs"
WEB_PORTS = range(8000, 8020)
START = ROOT / "deploy" / "start.sh"  # the processes are started as in production
WORKERS = {"default": 1, "mail": 1, "slow": 1, "flash": 2}  # queue: processes


def demo() -> int:
    """Runs until Ctrl-C."""
    began = time.monotonic()
    LOGS.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(DEMO)
    if not lock.take(patience=0 if state.running_demo() else 15):
        raise Failure("Une démonstration tourne déjà dans ce dossier : " + _where_it_is())
    warden.start(keep=(lock.descriptor,))
    say("Démarrage de PostgreSQL et de Valkey…")
    with ExitStack() as stack:
        started = stack.enter_context(servers(DEMO, durable=True))
        port = _web_port()
        environment = started.environment
        environment |= {"CLUB_MODE": "demo", "SITE_URL": f"http://localhost:{port}", "PYTHONUNBUFFERED": "1"}
        environment |= {"WEB_HOST": "127.0.0.1", "WEB_PORT": str(port), "WEB_PROCESSES": "1"}
        environment |= {"DEMO_MAILBOX": str(DEMO / "mails.sqlite3"), "BEAT_FILE": str(DEMO / "beat-schedule")}
        environment |= _static_files()
        supervisor = Supervisor(environment=environment, folder=ROOT)
        stack.callback(supervisor.stop)
        _watch_servers(supervisor, started)
        if not environment.get("EMAIL_URL"):
            supervisor.launch(_sink(environment))
        closing_words = _prepare(environment)
        state.publish(environment)
        stack.callback(state.withdraw)
        web = Service("web", [START, "web"], _log("web"))
        supervisor.launch(web)
        _wait_until_served(port, web, supervisor)
        for service in _background():  # the first page does not wait for them
            supervisor.launch(service)
        say(closing_words)
        say(f"Prêt en {time.monotonic() - began:.0f} s. Journaux : {os.path.relpath(LOGS)}. Ctrl-C pour arrêter.")
        supervisor.watch()
    return 0


def _where_it_is() -> str:
    running = state.running_demo()
    return running["SITE_URL"] if running else "elle démarre ou s’arrête, réessayez."


def _web_port() -> int:
    wanted = os.environ.get("PORT")
    if wanted:
        if not wanted.isdigit() or not is_free(int(wanted)):
            raise Failure(f"Le port {wanted} est déjà pris : choisissez-en un autre, ou laissez PORT vide.")
        return int(wanted)
    for port in WEB_PORTS:
        if is_free(port):
            if port != WEB_PORTS[0]:
                say(f"Le port {WEB_PORTS[0]} est pris : la démonstration prend le {port}.")
            return port
    raise Failure(f"Les ports {WEB_PORTS[0]} à {WEB_PORTS[-1]} sont tous pris : donnez-en un par PORT=….")


def _watch_servers(supervisor: Supervisor, started: Servers) -> None:
    """PostgreSQL and Valkey already run: from now on they are started again when they die."""
    for name, server in (("PostgreSQL", started.postgres), ("Valkey", started.valkey)):
        if server:
            supervisor.adopt(name, server)


def _sink(environment: dict[str, str]) -> Service:
    port = free_port()
    environment["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
    argv = [sys.executable, "-m", "club.demo.sink", str(port), environment["DEMO_MAILBOX"]]
    return Service("boîte aux lettres", argv, LOGS / "sink.log")


def _prepare(environment: dict[str, str]) -> str:
    """Migrations, roles, static files, example data; returns the addresses and accounts to print."""
    say("Base de données et données d’exemple…")
    log, words = _log("prepare"), DEMO / "welcome.txt"
    argv = [sys.executable, "manage.py", "prepare_demo", "--words", words]
    process = spawn(argv, log=log, env=environment, cwd=ROOT)
    try:
        if process.wait():
            raise Failure(f"La préparation a échoué.\n{last_lines(log, 30)}")
    finally:
        end(process)
    return words.read_text()


def _static_files() -> dict[str, str]:
    """Hashed and compressed as in production; with DEBUG=1 straight from the sources, to see edits at once."""
    if os.environ.get("DEBUG"):
        return {}
    return {"STATIC_COLLECTED": "1", "STATIC_ROOT": str(DEMO / "static")}


def _background() -> list[Service]:
    workers = [
        Service(f"worker {queue}", [START, "worker", queue, str(size)], _log(f"worker-{queue}"))
        for queue, size in WORKERS.items()
    ]
    return [*workers, Service("beat", [START, "beat"], _log("beat"))]


def _log(name: str) -> Path:
    return LOGS / f"{name}.log"


def _wait_until_served(port: int, web: Service, supervisor: Supervisor) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        supervisor.revive()
        try:
            with urlopen(f"http://127.0.0.1:{port}/sante/", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise Failure(f"Le site ne répond pas.\n{last_lines(web.log)}")
