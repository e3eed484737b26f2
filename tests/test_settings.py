"""A wrong variable stops the boot with a sentence that names it; production refuses the demo's defaults."""

import os
import runpy
import subprocess
import sys
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from deploy.launcher.processes import ROOT

DEMO_SECRET = "demo-only-secret-of-the-club-never-used-in-production-0123456789"
PRODUCTION = {
    "CLUB_MODE": "production",
    "SECRET_KEY": "k7" * 30,
    "ADDRESS_HASH_KEY": "h3" * 30,
    "SITE_URL": "https://club.example",
    "ALLOWED_HOSTS": "club.example",
    "MAIL_DOMAIN": "club.example",
    "CLUB_PHONE": "01 99 00 00 00",
    "CLUB_DIRECTOR": "Anne Martin",
    "CLUB_HOST": "Hébergeur, 1 rue de l’Exemple, 75001 Paris",
    "CLUB_ADDRESS": "1 rue de l’Exemple, 75001 Paris",
    "DATABASE_URL": "postgresql://club:secret@db.example/club",
    "REDIS_URL": "redis://redis.example:6379/0",
    "EMAIL_URL": "smtp+tls://club:secret@relay.example:587",
}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name not in ("PATH", "HOME", "LANG"):
            monkeypatch.delenv(name)


@pytest.fixture
def boot(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the settings file anew with these variables only; gives what it defines."""

    def run(**variables: str) -> dict[str, Any]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "club" / "settings.py"))

    return run


def refusal(boot: Any, **variables: str) -> str:
    with pytest.raises(ImproperlyConfigured) as refused:
        boot(**variables)
    return str(refused.value)


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"CLUB_MODE": "prod"}, "CLUB_MODE='prod': expected one of demo, production, test."),
        ({"DEBUG": "maybe"}, "DEBUG='maybe': expected one of"),
        ({"DATABASE_URL": "mysql://club@localhost/club"}, "DATABASE_URL='mysql://"),
        ({"DATABASE_URL": "postgresql://club@localhost/"}, "DATABASE_URL: the address names no database."),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL='localhost:6379': expected an address in"),
        ({"EMAIL_URL": "http://relay.example"}, "EMAIL_URL='http://relay.example': expected an address in"),
        ({"SITE_URL": "club.example"}, "SITE_URL='club.example': expected an address in http, https."),
        ({"DB_LOCK_TIMEOUT_MS": "3s"}, "DB_LOCK_TIMEOUT_MS='3s': expected a whole number."),
        ({"DB_LOCK_TIMEOUT_MS": "-1"}, "DB_LOCK_TIMEOUT_MS=-1: expected a number from 0"),
        ({"TRUSTED_PROXY_COUNT": "9"}, "TRUSTED_PROXY_COUNT=9: expected a number from 0 to 5."),
        ({"CLUB_MEMBER_AIM": "0"}, "CLUB_MEMBER_AIM=0: expected a number from 1"),
        ({"CLUB_MEMBER_AIM_UNIT": "people"}, "CLUB_MEMBER_AIM_UNIT='people': expected one of"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL='LOUD': expected one of"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT='xml': expected one of json, text."),
        ({"MAIL_ENABLED": "perhaps"}, "MAIL_ENABLED='perhaps': expected one of"),
    ],
)
def test_wrong_value_is_refused_with_a_sentence(boot: Any, variables: dict[str, str], sentence: str) -> None:
    assert refusal(boot, **variables).startswith(sentence)


def test_refusal_ends_the_process_and_says_why() -> None:
    argv = [sys.executable, "manage.py", "check"]
    environment = {**os.environ, "CLUB_MODE": "prod"}
    done = subprocess.run(argv, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "CLUB_MODE='prod': expected one of demo, production, test." in done.stderr


def test_demo_needs_no_variable(boot: Any) -> None:
    settings = boot()
    assert (settings["PRODUCTION"], settings["DEMO"]) == (False, True)


def test_production_boots_with_its_variables(boot: Any) -> None:
    settings = boot(**PRODUCTION)
    assert (settings["PRODUCTION"], settings["DEMO"]) == (True, False)


@pytest.mark.parametrize("missing", sorted(set(PRODUCTION) - {"CLUB_MODE"}))
def test_production_refuses_each_default(boot: Any, missing: str) -> None:
    """Neither the demo's secrets nor its addresses reach a server because a line was forgotten."""
    sentence = refusal(boot, **{key: value for key, value in PRODUCTION.items() if key != missing})
    assert sentence == f"{missing}: production needs a value of its own."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", DEMO_SECRET),
        ("ADDRESS_HASH_KEY", PRODUCTION["SECRET_KEY"]),
        ("ADDRESS_HASH_KEY", "short"),
        ("SITE_URL", "http://club.example"),
        ("ALLOWED_HOSTS", "club.example,*"),
        ("DEBUG", "1"),
    ],
)
def test_production_refuses_what_is_unsafe(boot: Any, name: str, value: str) -> None:
    assert refusal(boot, **{**PRODUCTION, name: value}).startswith(name)


def test_refusal_never_shows_a_password(boot: Any) -> None:
    sentence = refusal(boot, DATABASE_URL="mysql://club:hunter2@db.example/club")
    assert "hunter2" not in sentence
    assert "db.example" in sentence


def test_production_has_no_demo(boot: Any) -> None:
    assert "club.demo" in boot()["INSTALLED_APPS"]
    assert "club.demo" not in boot(**PRODUCTION)["INSTALLED_APPS"]


def test_production_cookies_and_redirects_are_safe(boot: Any) -> None:
    settings = boot(**PRODUCTION)
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    assert [settings[name] for name in names] == [True, True, True]
    assert settings["SECURE_HSTS_SECONDS"] >= 31_536_000
