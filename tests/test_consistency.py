"""The suite polices the house: sizes, unused templates, inline code, mails in threes, migrations, audiences."""

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.commands import makemigrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from club.core import audiences

ROOT = Path(__file__).resolve().parent.parent
OURS = ["club", "members", "ambassadors", "channel", "events", "newsletters", "tests", "bench", "deploy"]
PYTHON = [p for folder in OURS for p in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in p.parts]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MAX_FILE, MAX_FUNCTION, MAX_VIEW, MAX_TEMPLATE = 300, 40, 25, 150
CALLED_BY_LIBRARIES = (
    "account/",
    "mfa/",
    "allauth/",
    "admin/",
    "django/",
    "400",
    "403",
    "404",
    "500",
)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


def is_views(path: Path) -> bool:
    return "tests" not in path.parts and (path.stem == "views" or "views" in path.parts)


def test_files_stay_within_house_size() -> None:
    long = {relative(p): n for p in PYTHON if (n := p.read_text().count("\n")) > MAX_FILE}
    long |= {relative(p): n for p in TEMPLATES if (n := p.read_text().count("\n")) > MAX_TEMPLATE}
    assert long == {}


def test_functions_stay_within_house_size() -> None:
    long = {}
    for path in PYTHON:
        limit = MAX_VIEW if is_views(path) else MAX_FUNCTION
        for node in functions(path):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > limit:
                long[f"{relative(path)}:{node.name}"] = size
    assert long == {}


def test_no_save_override_and_no_signal_logic() -> None:
    found = []
    for path in (p for p in PYTHON if "tests" not in p.parts):
        if "models" in relative(path) and any(node.name == "save" for node in functions(path)):
            found.append(f"{relative(path)}: save()")
        if re.search(r"^@receiver|(post|pre)_save\.connect", path.read_text(), re.M):
            found.append(f"{relative(path)}: signal")
    assert found == []


def test_no_module_of_leftovers() -> None:
    forbidden = {"utils", "helpers", "services", "selectors", "managers", "common", "misc"}
    assert [relative(p) for p in PYTHON if p.stem in forbidden or p.parent.name in forbidden] == []


def test_templates_bear_no_inline_code() -> None:
    """CSP 'self': no style, no script, no handler written in a page. Mails need their own inline styles."""
    pattern = re.compile(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:", re.I)
    pages = [p for p in TEMPLATES if not {"emails", "email"} & set(p.parts) and not p.name.startswith("mail")]
    assert {relative(p): found for p in pages if (found := pattern.findall(p.read_text()))} == {}


def test_no_page_hides_where_its_forms_come_from() -> None:
    """Without a referrer a browser posts without an origin, and Django refuses the form; « same-origin » hides the
    address of the page from other sites just as well.
    """
    word = "no-" + "referrer"
    assert [relative(p) for p in [*PYTHON, *TEMPLATES] if word in p.read_text()] == []


def test_every_template_is_used() -> None:
    sources = "\n".join(p.read_text() for p in PYTHON + TEMPLATES)
    names = [str(p.relative_to(ROOT / "templates")) for p in TEMPLATES]
    ours = [name for name in names if not name.startswith(CALLED_BY_LIBRARIES) and "/emails/" not in name]
    pages = re.findall(r'"(\w+)": "[\w-]+/"', (ROOT / "club" / "urls.py").read_text())
    ours = [name for name in ours if name not in {f"public/{page}.html" for page in pages}]
    assert [name for name in ours if name not in sources] == []


def test_mail_templates_come_in_threes() -> None:
    stems: dict[str, set[str]] = {}
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.parent.name in ("emails", "email") and path.is_file() and not path.name.startswith("_"):
            stem, _, ending = path.name.partition(".")
            stems.setdefault(relative(path.parent / stem), set()).add(ending)
    assert {stem: ends for stem, ends in stems.items() if ends != {"subject.txt", "txt", "html"}} == {}


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert out.getvalue().strip() == "No changes detected"


def test_squashed_migrations_come_to_what_they_replace() -> None:
    """The test above takes the short way, as an empty base does; a base that began on the long one ends there too."""
    loader = MigrationLoader(None, replace_migrations=False)
    last = [node for node in loader.graph.leaf_nodes() if not loader.disk_migrations[node].replaces]
    with translation.override(None):
        detector = makemigrations.Command.autodetector(loader.project_state(last), ProjectState.from_apps(apps))
        assert detector.changes(graph=loader.graph) == {}


def test_no_test_empties_the_database() -> None:
    """What migrations wrote would be gone for the tests that come after; ``real_database`` really commits too."""
    words = "transaction" + "=True", "transactional" + "_db("
    found = [relative(p) for p in (ROOT / "tests").rglob("*.py") if any(word in p.read_text() for word in words)]
    assert found == []


def test_each_audience_has_exactly_one_provider() -> None:
    assert set(audiences.providers()) == set(audiences.Audience)


def test_templates_use_french_typography() -> None:
    """No straight apostrophe inside a French word and no breaking space before ; : ! ? in templates."""
    pattern = re.compile(r"\b(?:l|d|n|s|c|j|m|t|qu)'[a-zà-ÿ]+|[a-zà-ÿ»] [;:!?](?=[\s<]|$)", re.I)
    found = {}
    for path in TEMPLATES:
        text = re.sub(
            r"{% comment.*?{% endcomment %}|{%.*?%}|{{.*?}}|{#.*?#}|<[^>]+>", "", path.read_text(), flags=re.S
        )
        if hits := pattern.findall(text):
            found[relative(path)] = hits
    assert found == {}
