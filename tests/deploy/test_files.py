"""The papers of production agree with the code: queues, variables, limits, and files that tools can read."""

import ast
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from club.celery import QUEUES
from club.core.sheets.guard import MAX_BYTES, MEGABYTE
from deploy.launcher.processes import ROOT
from newsletters.sending.limits import Limits

DEPLOY = ROOT / "deploy"
OPERATING = (ROOT / "docs" / "operating.md").read_text()
SCRIPTS = sorted(DEPLOY.glob("*.sh"))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def variables_read() -> set[str]:
    """The first argument of every call of a reader of ``club.core.env``, in the settings and in that module."""
    names = set()
    for file in ("settings.py", "core/env.py"):
        for node in ast.walk(ast.parse((ROOT / "club" / file).read_text())):
            if isinstance(node, ast.Call) and _is_reader(node.func):
                names |= {argument.value for argument in node.args[:1] if _is_name(argument)}
    return names


def _is_reader(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return isinstance(function.value, ast.Name) and function.value.id == "env"
    return isinstance(function, ast.Name) and function.id in ("text", "flag", "integer", "choice", "url")


def _is_name(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Constant) and bool(re.fullmatch(r"[A-Z][A-Z_]+", str(argument.value)))


def test_every_variable_is_documented() -> None:
    names = variables_read()
    assert {"SECRET_KEY", "DATABASE_URL", "LOG_FORMAT"} <= names
    assert sorted(name for name in names if f"`{name}`" not in OPERATING) == []


def test_no_variable_of_the_papers_is_unknown() -> None:
    """A name nobody reads any more is a promise broken."""
    example = re.findall(r"^([A-Z_]+)=", (DEPLOY / "club.env.example").read_text(), flags=re.MULTILINE)
    of_compose = {"SITE_DOMAIN", "POSTGRES_PASSWORD"}
    assert set(example) - variables_read() - of_compose == set()


def test_compose_consumes_every_queue(compose: dict[str, Any]) -> None:
    commands = [service.get("command", []) for service in compose["services"].values()]
    consumed = {command[2] for command in commands if command[:2] == ["deploy/start.sh", "worker"]}
    assert consumed == set(QUEUES)
    target = (DEPLOY / "systemd" / "club.target").read_text()
    assert set(re.findall(r"club-worker@(\w+)\.service", target)) == set(QUEUES)


def test_compose_refers_only_to_what_it_defines(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        mounted = {volume.partition(":")[0] for volume in service.get("volumes", [])}
        named = {volume for volume in mounted if not volume.startswith(("/", "."))}
        assert named <= set(compose["volumes"]), name
        assert set(service.get("depends_on", [])) <= set(compose["services"]), name


def test_compose_keeps_its_promises(compose: dict[str, Any]) -> None:
    services = compose["services"]
    redis = services["redis"]["command"]
    assert redis[redis.index("--appendonly") + 1] == "yes"
    assert redis[redis.index("--maxmemory-policy") + 1] == "noeviction"
    ours = {name: service for name, service in services.items() if service.get("image") == "club"}
    grace = {name: int(service["stop_grace_period"].rstrip("s")) for name, service in ours.items()}
    assert min(grace.values()) > Limits().connect
    assert {name for name, service in services.items() if "ports" in service} == {"proxy"}


def test_proxy_lets_our_own_sentence_answer_a_file_too_big() -> None:
    allowed = int(re.search(r"max_size (\d+)MiB", (DEPLOY / "Caddyfile").read_text())[1])
    assert MAX_BYTES < allowed * MEGABYTE <= 2 * MAX_BYTES


def test_proxy_packs_nothing() -> None:
    """It cannot tell which page holds a secret; the application packs each kind as it may be."""
    assert not re.search(r"^\s*encode\b", (DEPLOY / "Caddyfile").read_text(), re.MULTILINE)


def test_systemd_gives_workers_time() -> None:
    """What is under way ends by itself: a sender may have begun to connect."""
    unit = (DEPLOY / "systemd" / "club-worker@.service").read_text()
    assert int(re.search(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)[1]) > Limits().connect


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is missing")
def test_systemd_reads_the_units(tmp_path: Path) -> None:
    for unit in (DEPLOY / "systemd").iterdir():
        name = unit.name.replace("@.", "@mail.")
        text = unit.read_text().replace("/opt/club", str(ROOT)).replace("%i", "mail")
        (tmp_path / name).write_text(re.sub(r"^Wants=club.*\n", "", text, flags=re.MULTILINE))
    units = sorted(tmp_path.glob("*.service"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    ours = [line for line in done.stderr.splitlines() if "club-" in line]
    assert ours == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_plain_sh(script: Path) -> None:
    assert script.stat().st_mode & 0o111
    assert script.read_text().startswith("#!/bin/sh\n")
    assert "set -eu" in script.read_text()
    subprocess.run(["sh", "-n", script], check=True)


@pytest.mark.parametrize("command", ["web", "worker mail", "beat", "migrate"])
def test_units_and_services_call_commands_that_exist(command: str) -> None:
    verb = shlex.split(command)[0]
    assert re.search(rf"^{verb}\)", (DEPLOY / "start.sh").read_text(), re.MULTILINE)


def test_image_never_holds_secrets() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {"deploy/club.env", ".git", ".local"} <= set(ignored)
    assert "/deploy/club.env" in (ROOT / ".gitignore").read_text().split()
