"""The access matrix: every named URL × method × role has a written outcome, read from the URLconf itself.

The accounts' addresses are in ``members/test_account_access.py``, Django's admin in ``test_access_records.py``.
"""

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from tests.access_rules import RULES, Rule
from tests.visitors import BARE, METHODS, Visitor, named_urls, outcome, stopped

Visitors = dict[str, Visitor]
ELSEWHERE = ("account_", "mfa_", "admin:")


def expected(rule: Rule, visitor: Visitor, method: str) -> str:
    """The written outcome, as a word: the person first, then the method."""
    of_members = rule.who.startswith(("organisation", "members")) and visitor.role not in ("anonymous", BARE)
    if of_members and method not in rule.methods.split():
        return "method"  # who acts for whom is read by the view itself
    if shut := _shut(rule, visitor):
        return shut
    if rule.proof:
        return "proof"
    return "open" if method in rule.methods.split() else "method"


def _shut(rule: Rule, visitor: Visitor) -> str:
    if rule.who == "open" or (rule.who == "public" and visitor.role != BARE):
        return ""
    shut = stopped(visitor.role)
    if rule.who == "nobody":
        return "enrolment" if shut == "enrolment" else "not found"
    if rule.who.startswith(("organisation", "members")):
        return _shut_of_members(rule, visitor, shut)
    if rule.who.startswith("only:"):
        away = shut if shut in ("login", "enrolment") else "not found"
        return "" if rule.who == f"only:{visitor.role}" else away
    if not rule.who.startswith("staff"):
        return shut if shut in ("login", "enrolment") else ""
    permission = rule.who.partition(":")[2]
    return shut or ("forbidden" if permission and not visitor.user.has_perm(permission) else "")


def _shut_of_members(rule: Rule, visitor: Visitor, shut: str) -> str:
    """Pages of a member organisation, and those for members alone."""
    kind, _, role = rule.who.partition(":")
    allowed = visitor.role == "member" or (visitor.role == "colleague" and not role)
    if allowed or shut in ("login", "enrolment"):
        return "" if allowed else shut
    return "not found" if kind == "organisation" else "forbidden"


def faults(name: str, rule: Rule, visitors: Visitors, *roles: str) -> list[str]:
    """What differs from the written outcome for one address, over roles (all unless named) and methods."""
    path, wrong = reverse(name, kwargs=rule.arguments()), []
    for visitor in [visitors[role] for role in roles or visitors]:
        for method in METHODS:
            got, wanted = outcome(visitor.answer(method, path)), expected(rule, visitor, method)
            if got != wanted:
                wrong.append(f"{method} {path} as {visitor.role}: {got}, not {wanted}")
    return wrong


def test_every_url_has_a_rule() -> None:
    missing = sorted({name for name, _ in named_urls() if name not in RULES and not name.startswith(ELSEWHERE)})
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


@pytest.mark.parametrize("name", sorted(RULES))
def test_address_answers_as_written(name: str, untouched: Visitors) -> None:
    assert faults(name, RULES[name], untouched) == []


def test_matrix_sees_a_stripped_guard(untouched: Visitors, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: with the guard off, the matrix turns red."""
    monkeypatch.setattr("club.core.access.is_staff", lambda user: True)
    assert faults("console:today", RULES["console:today"], untouched, "representative") != []


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("console:today", {"methods": "get post"}),
        ("console:flash:withdraw", {"methods": "get post"}),
        ("console:flash:approve", {"methods": "post"}),
        ("console:export", {"proof": False}),
    ],
)
def test_matrix_sees_a_method_or_a_proof_that_differs(name: str, change: dict[str, Any], untouched: Visitors) -> None:
    """Negative control: a view that takes one method more or less than its rule turns red."""
    assert faults(name, replace(RULES[name], **change), untouched, "administrator") != []


def test_visit_leaves_nothing_behind(untouched: Visitors) -> None:
    """The visitors of a module stay as they were: even who signs out is still signed in."""
    visitor = untouched["person"]
    assert visitor.answer("post", reverse("account_logout")).status_code == 302
    assert outcome(visitor.answer("get", reverse("portal:home"))) == "open"
