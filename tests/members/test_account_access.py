"""Every address of the accounts, opened by nobody, by a person, by staff with and without second factor."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import URLPattern, get_resolver, reverse

from members.account_urls import urlpatterns
from tests.access_accounts import ANSWERS, ARGUMENTS, PLACES
from tests.factories import make_staff
from tests.visitors import BARE, METHODS, STAFF, Visitor, outcome

Visitors = dict[str, Visitor]
COLUMNS = (["anonymous"], ["person", "representative"], [BARE], STAFF)


def faults(name: str, visitors: Visitors) -> list[str]:
    """What differs from the written answers; the roles of the team are all alike here."""
    path, wrong = reverse(name, kwargs=ARGUMENTS.get(name)), []
    for cell, roles in zip(ANSWERS[name], COLUMNS, strict=True):
        get, _, post = cell.partition("/")
        for role in roles:
            got = [outcome(visitors[role].answer(method, path), PLACES) for method in METHODS]
            if got != [get, post or get]:
                wrong.append(f"{path} as {role}: {got}, not {cell}")
    return wrong


def test_every_address_of_the_accounts_has_a_line() -> None:
    names = {pattern.name for pattern in urlpatterns}
    assert names == set(ANSWERS)
    mounted = {
        pattern.name
        for resolver in get_resolver().url_patterns
        if not isinstance(resolver, URLPattern) and str(resolver.pattern) == "compte/"
        for pattern in resolver.url_patterns
    }
    assert mounted == names


@pytest.mark.parametrize("name", ANSWERS)
def test_address_answers_as_written(name: str, untouched: Visitors) -> None:
    assert faults(name, untouched) == []


def test_enrolment_that_stays_open_is_seen(untouched: Visitors, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: staff without second factor let through, the table turns red."""
    monkeypatch.setattr("club.core.middleware.is_mfa_enabled", lambda user, types: True)
    assert faults("account_email", untouched) != []


def test_second_factor_that_asks_for_no_proof_is_seen(untouched: Visitors, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: whoever holds a staff session could add a key of their own."""
    monkeypatch.setattr("allauth.account.internal.flows.reauthentication.did_recently_reauthenticate", lambda r: True)
    assert any("as direction" in line for line in faults("mfa_add_webauthn", untouched))


def make_key(user: Any) -> Authenticator:
    data = {"name": "Clé", "credential": {}}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_key_of_a_colleague_is_not_found(name: str, untouched: Visitors, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even after a proof: the rows are one's own."""
    monkeypatch.setattr("allauth.account.internal.flows.reauthentication.did_recently_reauthenticate", lambda r: True)
    path = reverse(name, kwargs={"pk": make_key(make_staff()).pk})
    for role in ("person", "administrator"):
        assert [outcome(untouched[role].answer(method, path)) for method in METHODS] == ["not found"] * 2
