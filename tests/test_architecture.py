"""The import layers of ``docs/architecture.md``, read from the syntax tree: a layer imports only layers below."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOP = "top"
LAYERS = [
    {TOP, "club.demo"},
    {"club.contributions"},
    {"newsletters"},
    {"club.cercle", "club.partners", "ambassadors", "channel"},
    {"events"},
    {"club.press"},
    {"club.editorial", "members.billing"},
    {"members"},
    {"club.core"},
]
RANK = {app: len(LAYERS) - depth for depth, layer in enumerate(LAYERS) for app in layer}
APPS = sorted((app for app in RANK if app != TOP), key=len, reverse=True)
CONFIGURATION = {"club.settings", "club.urls", "club.celery", "club.views", "club.wsgi", "club.asgi"}
INSIDE = [
    {"views", "admin", "tasks", "management"},
    {"forms", "resources"},
    {"actions"},
    {"emails", "access"},
    {"models"},
]
INSIDE_RANK = {part: len(INSIDE) - depth for depth, layer in enumerate(INSIDE) for part in layer}


def modules() -> list[Path]:
    folders = ["club", "members", "ambassadors", "channel", "events", "newsletters"]
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def app_of(module: str) -> str | None:
    """The longest app prefix; the configuration on top of ``club`` is ``top``; None: not ours."""
    if module == "club" or any(module == name or module.startswith(f"{name}.") for name in CONFIGURATION):
        return TOP
    return next((app for app in APPS if module == app or module.startswith(f"{app}.")), None)


def imports_of(source: str) -> list[str]:
    """Absolute names imported anywhere in a module; a relative import starts with a dot."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level:
            names.append("." * node.level + (node.module or ""))
        elif isinstance(node, ast.ImportFrom):
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names


def faults_between_apps(module: str, source: str) -> list[str]:
    here = app_of(module)
    faults = []
    for name in imports_of(source):
        there = app_of(name)
        if name.startswith("."):
            faults.append(f"{module}: relative import {name}")
        elif name in CONFIGURATION and here != TOP:
            faults.append(f"{module} imports the configuration {name}")
        elif here and there and there != here and here != TOP and RANK[there] >= RANK[here]:
            faults.append(f"{module} ({here}) imports {name} ({there})")
    return faults


def faults_inside_app(module: str, source: str) -> list[str]:
    here = app_of(module)
    if here in (None, TOP):
        return []
    mine = _part(module, here)
    faults = []
    for name in imports_of(source):
        theirs = _part(name, here) if app_of(name) == here else ""
        if INSIDE_RANK.get(theirs, 0) > INSIDE_RANK.get(mine, len(INSIDE)):
            faults.append(f"{module} imports {name}: {mine} is below {theirs}")
    return faults


def _part(module: str, app: str) -> str:
    return module[len(app) + 1 :].split(".")[0]


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_module_imports_only_layers_below(path: Path) -> None:
    if dotted(path) == "club":  # exposes the Celery app
        return
    source = path.read_text()
    assert faults_between_apps(dotted(path), source) + faults_inside_app(dotted(path), source) == []


def test_layers_refuse_what_they_should() -> None:
    """Negative control: the reader of the tree sees each kind of fault."""
    faults = [
        faults_between_apps("members.models.users", "from newsletters.models import Issue"),
        faults_between_apps("channel.models", "import ambassadors.models"),
        faults_between_apps("channel.models", "from . import apps"),
        faults_between_apps("members.actions", "from club.settings import DEBUG"),
        faults_inside_app("newsletters.models.issues", "from newsletters.actions import freeze"),
        faults_between_apps("members.models.users", "from members.billing.models import Invoice"),
    ]
    assert [len(found) > 0 for found in faults] == [True] * 6
    assert faults_between_apps("newsletters.models.issues", "from members.models import User") == []
