"""The page that shows the demo's mails: search, paging, and a hostile mail that stays harmless."""

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from club.demo import views
from club.demo.mailbox import Mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(tmp_path: Path, settings: Any) -> Mailbox:
    settings.DEMO_MAILBOX = tmp_path / "mails.sqlite3"
    box = Mailbox(settings.DEMO_MAILBOX)
    box.open()
    return box


def post(mailbox: Mailbox, to: str = "anne@tpe.example", *, subject: str = "Été", html: str = "") -> int:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Club <club@club.example>", to, subject
    message.set_content("Bonjour, voyez https://club.example/offre?a=1 pour la suite.")
    if html:
        message.add_alternative(html, subtype="html")
    return mailbox.add(sender="club@club.example", recipients=[to], source=message.as_bytes())


def test_page_without_any_sink_teaches(client: Client, tmp_path: Path, settings: Any) -> None:
    settings.DEMO_MAILBOX = tmp_path / "absent.sqlite3"
    assert "La boîte est vide" in client.get("/demo/boite/").content.decode()


def test_newest_first_with_decoded_subjects(client: Client, mailbox: Mailbox) -> None:
    post(mailbox, subject="Première")
    post(mailbox, subject="Seconde à l’œuvre")
    context = client.get("/demo/boite/").context
    assert [reading.subject for reading in context["mails"]] == ["Seconde à l’œuvre", "Première"]


def test_search_by_part_of_the_address(client: Client, mailbox: Mailbox) -> None:
    post(mailbox, "anne_durand@tpe.example")
    post(mailbox, "annexdurand@tpe.example")
    found = client.get("/demo/boite/", {"a": "anne_d"}).context
    assert [reading.mail.recipients for reading in found["mails"]] == ["anne_durand@tpe.example"]
    assert client.get("/demo/boite/", {"a": "personne"}).context["total"] == 0


def test_pages_follow_each_other(client: Client, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PER_PAGE", 2)
    ids = [post(mailbox) for _ in range(3)]
    first = client.get("/demo/boite/").context
    second = client.get("/demo/boite/" + first["next_url"]).context
    assert [reading.mail.id for reading in [*first["mails"], *second["mails"]]] == ids[::-1]
    assert (first["previous_url"], second["next_url"]) == ("", "")


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "²"])
def test_odd_page_numbers_are_forgiven(client: Client, mailbox: Mailbox, page: str) -> None:
    post(mailbox)
    assert client.get("/demo/boite/", {"page": page}).status_code == 200


def test_mail_shows_its_parts_with_live_links(client: Client, mailbox: Mailbox) -> None:
    address = f"/demo/boite/{post(mailbox, html='<p>Bonjour</p>')}/"
    assert client.get(address).context["shown"] == "html"
    text = client.get(address, {"partie": "text"}).content.decode()
    assert 'href="https://club.example/offre?a=1"' in text
    assert "Content-Transfer-Encoding" in client.get(address, {"partie": "source"}).content.decode()


def test_mail_without_html_opens_on_its_text(client: Client, mailbox: Mailbox) -> None:
    response = client.get(f"/demo/boite/{post(mailbox)}/")
    assert (response.context["shown"], response.context["reading"].html) == ("text", "")


def test_hostile_mail_is_confined(client: Client, mailbox: Mailbox) -> None:
    """The HTML part is served as it came, under a policy that runs nothing; the other pages escape it."""
    mail_id = post(mailbox, subject="<script>alert(1)</script>", html="<script>alert(2)</script>")
    frame = client.get(f"/demo/boite/{mail_id}/html/")
    policy = dict(part.split(" ", 1) for part in frame["Content-Security-Policy"].split("; ") if " " in part)
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == "'unsafe-inline'"
    assert policy["frame-ancestors"] == "'self'"
    assert policy["sandbox"] == "allow-popups allow-popups-to-escape-sandbox"
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    page = client.get(f"/demo/boite/{mail_id}/")
    assert "<script>alert" not in page.content.decode()
    assert "unsafe-inline" not in page["Content-Security-Policy"]


def test_source_is_the_exact_bytes(client: Client, mailbox: Mailbox) -> None:
    mail_id = post(mailbox)
    response = client.get(f"/demo/boite/{mail_id}/source/")
    assert response.content == mailbox.get(mail_id).source
    assert response["Content-Disposition"].startswith("attachment")


def test_absent_mail_is_404(client: Client, mailbox: Mailbox) -> None:
    assert client.get("/demo/boite/1/").status_code == 404


def test_second_factor_code_is_the_one_asked_for(client: Client) -> None:
    from allauth.mfa.totp.internal.auth import validate_totp_code

    from club.demo.accounts import TOTP_SECRET

    assert validate_totp_code(TOTP_SECRET, client.get("/demo/code/").context["code"])
