"""Django's admin: every address × method × role has a written outcome, and roles grant what was decided."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from club.core import roles
from club.core.console_admin import ConsoleAdmin
from club.core.roles import Grant, Role, permissions_of
from tests.access_records import APART, COLLEAGUE, OF_NO_ROW, PAGES, RECORDS, SITE, Record
from tests.visitors import METHODS, STAFF, Visitor, named_urls, outcome, stopped

Visitors = dict[str, Visitor]
VERBS = ("view", "add", "change", "delete")
CASES = {**RECORDS, "members.user of a colleague": COLLEAGUE}


def screens() -> dict[str, admin.ModelAdmin]:
    return {model._meta.label_lower: screen for model, screen in admin.site._registry.items()}


def differing(visitors: Visitors, path: str, wanted: dict[str, Any], data: dict[str, Any] | None = None) -> list[str]:
    """What differs, over roles and methods; ``wanted``: method → outcome for a role of the team, by its name."""
    wrong = []
    for role, visitor in visitors.items():
        for method in METHODS:
            got = outcome(visitor.answer(method, path, data))
            right = stopped(role) or wanted[method](role)
            if got != right:
                wrong.append(f"{method} {path} as {role}: {got}, not {right}")
    return wrong


def faults(case: str, record: Record, visitors: Visitors) -> list[str]:
    label, row, wrong = case.split()[0].replace(".", "_"), record.make(), []
    for page, verbs in PAGES.items():
        if page in OF_NO_ROW and case not in RECORDS:
            continue
        path = reverse(f"admin:{label}_{page}", args=[] if page in OF_NO_ROW else [row.pk])
        answer = "not found" if page == "history" and not record.tracked else "open"
        wanted = {m: _answer_of(record.roles_for(verb), answer) for m, verb in zip(METHODS, verbs, strict=True)}
        wrong += differing(visitors, path, wanted)
    return wrong


def _answer_of(allowed: frozenset[str], answer: str = "open") -> Any:
    return lambda role: answer if role in allowed else "forbidden"


def granted(label: str) -> dict[str, frozenset[str]]:
    """Verb → roles whose grant holds it for a model and whose screen does not withhold it."""
    app, model = label.split(".")
    held = {role.value: {(p.content_type.app_label, p.codename) for p in permissions_of(role)} for role in Role}
    found = {verb: frozenset(r for r in held if (app, f"{verb}_{model}") in held[r]) for verb in VERBS}
    return found | dict.fromkeys(RECORDS[label].withheld.split(), frozenset())


def decided(label: str) -> dict[str, frozenset[str]]:
    return {verb: RECORDS[label].roles_for(verb) for verb in VERBS}


def test_every_record_and_every_address_is_written_here() -> None:
    assert set(screens()) == set(RECORDS)
    pages = {f"admin:{label.replace('.', '_')}_{page}" for label in RECORDS for page in PAGES}
    named = {name for name, _ in named_urls() if name.startswith("admin:")} - {"admin:None"}
    assert named == pages | {f"admin:{name}" for name in SITE} | APART


@pytest.mark.parametrize("label", RECORDS)
def test_roles_grant_what_was_decided(label: str, untouched: Visitors) -> None:
    assert granted(label) == decided(label)


@pytest.mark.parametrize("case", CASES)
def test_record_opens_as_decided(case: str, untouched: Visitors) -> None:
    assert faults(case, CASES[case], untouched) == []


@pytest.mark.parametrize("name", SITE)
def test_page_of_the_site_answers_as_written(name: str, untouched: Visitors) -> None:
    arguments, read, posted = SITE[name]
    wanted = {"get": lambda role: read, "post": lambda role: posted}
    assert differing(untouched, reverse(f"admin:{name}", kwargs=arguments), wanted) == []


@pytest.mark.parametrize("path", ["rien/", "members/rien/", "r/1/1/", "password_change/"])
def test_address_that_does_not_exist_tells_nobody(path: str, untouched: Visitors) -> None:
    nothing = dict.fromkeys(METHODS, lambda role: "not found")
    assert differing(untouched, f"{reverse('admin:index')}{path}", nothing) == []


def test_short_address_of_a_record_only_leads_to_the_whole_one(untouched: Visitors) -> None:
    """Django's redirection of old links, for the team alone; the page it leads to has its own rule."""
    whole = reverse("admin:members_user_change", args=[untouched["person"].user.pk])
    short = whole.removesuffix("change/")
    assert differing(untouched, short, dict.fromkeys(METHODS, lambda role: "open")) == []
    assert untouched["finance"].answer("get", short)["Location"] == whole


def suggestions() -> Iterator[tuple[str, dict[str, str]]]:
    """Every field whose rows are suggested: the record they come from, and what the script asks."""
    for screen in screens().values():
        for part in (screen, *(inline(screen.model, admin.site) for inline in screen.inlines)):
            for name in part.autocomplete_fields:
                field, meta = part.model._meta.get_field(name), part.model._meta
                asked = {"app_label": meta.app_label, "model_name": meta.model_name, "field_name": name}
                yield field.remote_field.model._meta.label_lower, asked


def test_suggestions_follow_the_record_they_come_from(untouched: Visitors) -> None:
    found = {tuple(asked.values()): (label, asked) for label, asked in suggestions()}
    assert len(found) > 5
    for label, asked in found.values():
        wanted = {"get": _answer_of(RECORDS[label].see), "post": lambda role: "method"}
        assert differing(untouched, reverse("admin:autocomplete"), wanted, asked) == []


def test_suggestions_of_a_field_that_has_none_are_refused(untouched: Visitors) -> None:
    asked = {"app_label": "members", "model_name": "user", "field_name": "rien"}
    wanted = {"get": lambda role: "forbidden", "post": lambda role: "method"}
    assert differing(untouched, reverse("admin:autocomplete"), wanted, asked) == []


def test_site_has_no_login_form_of_its_own(untouched: Visitors) -> None:
    for role in ("anonymous", *STAFF):
        response = untouched[role].answer("get", reverse("admin:login"), {"next": "/console/"})
        assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next=/console/")


def test_change_of_a_role_is_seen(untouched: Visitors, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: one grant more in the code, and the decision no longer holds."""
    grant = Grant({**roles.GRANTS[Role.EDITORS].models, "members.*": "edit"})
    monkeypatch.setitem(roles.GRANTS, Role.EDITORS, grant)
    assert granted("members.user") != decided("members.user")
    assert granted("channel.expert") == decided("channel.expert")


@pytest.mark.parametrize("case", ["members.user", "members.user of a colleague"])
def test_open_screen_is_seen(case: str, untouched: Visitors, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: a screen that withholds nothing any more turns red."""
    screen = type(screens()[case.split()[0]])
    monkeypatch.setattr(screen, "has_change_permission", lambda *args: True)
    monkeypatch.setattr(ConsoleAdmin, "may_delete", True)
    wrong = faults(case, CASES[case], untouched)
    assert any(line.startswith("post") and "/change/" in line for line in wrong)
    assert case != "members.user" or any("/delete/" in line for line in wrong)
