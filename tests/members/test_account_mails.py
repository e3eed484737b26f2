"""Every mail that allauth may send has its three parts here, in French, and goes through the outbox."""

import re
from pathlib import Path

import allauth
import pytest
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from club.core.context import facts
from club.core.models import OutboxMail
from members.adapters import AccountAdapter
from tests.factories import make_user

SOURCES = [p for app in ("account", "mfa") for p in (Path(allauth.__file__).parent / app).rglob("*.py")]
NEVER_SENT = {
    "account/email/password_reset_code",  # a link is mailed
    "account/email/email_deleted",  # the one address of an account is changed, not removed
}
CONTEXT = {
    "code": "BCDF-GHJK",
    "password_reset_url": "https://club.example/compte/mot-de-passe/nouveau/1-cle/",
    "timestamp": timezone.now(),
    "ip": "192.0.2.1",
    "from_email": "avant@exemple.example",
    "to_email": "apres@exemple.example",
    "email": "marie@exemple.example",
}


def sent_by_allauth() -> set[str]:
    found = {name for path in SOURCES for name in re.findall(r'"((?:account|mfa)/email/\w+)"', path.read_text())}
    return {name for name in found if not name.endswith(("_message", "_subject"))} - NEVER_SENT


def test_list_of_mails_is_read_from_allauth() -> None:
    assert len(sent_by_allauth()) >= 13


@pytest.mark.parametrize("name", sorted(sent_by_allauth()))
def test_mail_has_its_three_parts(name: str) -> None:
    for ending in (".subject.txt", ".txt", ".html"):
        origin = get_template(name + ending).origin.name
        assert "site-packages" not in origin


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(sent_by_allauth()))
def test_mail_goes_through_the_outbox(name: str) -> None:
    person = make_user(first_name="Zoé")
    AccountAdapter().send_mail(name, "marie@exemple.example", {**CONTEXT, "user": person})
    mail = OutboxMail.objects.get()
    assert (mail.template, mail.to_address, mail.person) == (name, "marie@exemple.example", person)
    assert mail.text.startswith("Bonjour Zoé,")
    assert "Bonjour Zoé," in mail.html
    assert 0 < len(mail.subject) < 70
    assert "\n\n\n" not in mail.text
    for word in ("{{", "{%", "&#x27;", "&amp;#", "None"):
        assert word not in mail.subject + mail.text
    assert "<style" not in mail.html


def test_text_says_the_same_as_the_page() -> None:
    """Numbers that bind us stand in both parts."""
    text = render_to_string("account/email/login_code.txt", {**facts(), **CONTEXT, "person": None})
    html = render_to_string("account/email/login_code.html", {**facts(), **CONTEXT, "person": None})
    assert "quinze minutes" in text
    assert "quinze minutes" in html
