"""The access matrix: every named URL × method × role has a written outcome, read from the URLconf itself."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from club.core.roles import Role
from tests.access_rules import RULES, Rule
from tests.factories import make_affiliation, make_ambassador, make_expert_contact, make_staff, make_user, sign_in

METHODS = ["get", "post"]
PEOPLE = ["anonymous", "person", "ambassador", "expert", "representative"]
STAFF = [role.value for role in Role]
ROLES = [*PEOPLE, "staff_without_second_factor", *STAFF]
BY_LIBRARIES = ("account_", "mfa_", "admin:", "prometheus")


def named_urls() -> Iterator[tuple[str, Any]]:
    """Every (full name, view) of the URLconf."""
    yield from _walk(get_resolver(), "")


def _walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback
        else:
            yield from _walk(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)


def make_visitor(role: str) -> Any:
    """A signed-in user of a role; None for the anonymous visitor."""
    match role:
        case "anonymous":
            return None
        case "person":
            return make_user()
        case "ambassador":
            return make_ambassador().person
        case "expert":
            return make_expert_contact().person
        case "representative":
            return make_affiliation().person
        case "staff_without_second_factor":
            return make_staff(Role.DIRECTION, second_factor=False)
    return make_staff(Role(role))


def expected(rule: Rule, role: str, user: Any) -> str:
    """The written outcome, as a word."""
    if rule.who == "open":
        return "open"
    if rule.who == "public" and role != "staff_without_second_factor":
        return "open"
    if role == "anonymous":
        return "login"
    if role == "staff_without_second_factor":
        return "enrolment"
    if rule.who.startswith("staff") and role in PEOPLE:
        return "not found"
    if rule.who.startswith("staff:") and not user.has_perm(rule.who.removeprefix("staff:")):
        return "forbidden"
    return "open"


def outcome(response: Any) -> str:
    location = response.headers.get("Location", "")
    if response.status_code in (301, 302) and location.startswith((reverse("account_login"), reverse("admin:login"))):
        return "login"
    if response.status_code in (301, 302) and location == reverse("mfa_index"):
        return "enrolment"
    return {403: "forbidden", 404: "not found"}.get(response.status_code, "open")


def faults(name: str, rule: Rule, role: str) -> list[str]:
    """What differs from the written outcome for one address and one role, over the methods."""
    user = make_visitor(role)
    client = Client(raise_request_exception=True)
    if user:
        sign_in(client, user)
    path = reverse(name, kwargs=rule.arguments())
    wanted = expected(rule, role, user)
    found = {method: outcome(getattr(client, method)(path)) for method in METHODS}
    return [f"{method} {path} as {role}: {got}, not {wanted}" for method, got in found.items() if got != wanted]


def test_every_url_has_a_rule() -> None:
    missing = sorted({name for name, _ in named_urls() if name not in RULES and not name.startswith(BY_LIBRARIES)})
    assert missing == []


def test_every_rule_has_a_url() -> None:
    assert sorted(set(RULES) - {name for name, _ in named_urls()}) == []


def test_written_rule_is_the_view_s_own() -> None:
    """A console view bears its rule; the table must say the same."""
    views = dict(named_urls())
    wrong = {
        name: rule.who
        for name, rule in RULES.items()
        if rule.who.startswith("staff") and getattr(views[name], "access_rule", None) != rule.who
    }
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(RULES))
def test_address_answers_as_written(name: str, role: str) -> None:
    assert faults(name, RULES[name], role) == []


@pytest.mark.django_db
def test_matrix_sees_a_stripped_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: with the guard off, the matrix turns red."""
    monkeypatch.setattr("club.core.access.is_staff", lambda user: True)
    assert faults("console:today", RULES["console:today"], "representative") != []


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in ROLES if role not in STAFF])
def test_django_admin_is_closed_to_people(role: str) -> None:
    """Each admin address of each model: login, enrolment or 404, never a page."""
    user = make_visitor(role)
    client = Client() if user is None else sign_in(Client(), user)
    wanted = {"anonymous": "login", "staff_without_second_factor": "enrolment"}.get(role, "not found")
    wrong = [path for path in admin_paths() if outcome(client.get(path)) != wanted]
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", STAFF)
def test_django_admin_lists_follow_permissions(role: str) -> None:
    user = make_visitor(role)
    client = sign_in(Client(), user)
    wrong = {}
    for model in apps.get_models():
        meta = model._meta
        try:
            path = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        except NoReverseMatch:
            continue
        may = user.has_perm(f"{meta.app_label}.view_{meta.model_name}")
        if outcome(client.get(path)) != ("open" if may else "forbidden"):
            wrong[path] = may
    assert wrong == {}


@pytest.mark.django_db
def test_django_admin_has_no_login_form_of_its_own(client: Client) -> None:
    response = client.get(reverse("admin:login"), {"next": "/console/"})
    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next=/console/")


def admin_paths() -> list[str]:
    paths = [reverse("admin:autocomplete"), reverse("admin:jsi18n")]
    for name, _ in named_urls():
        if name.startswith("admin:") and name.endswith(("_changelist", "_add")):
            paths.append(reverse(name))
    return paths
