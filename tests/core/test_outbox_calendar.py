"""A mail that bears a calendar entry: what a mailbox reads, what is kept, what is erased."""

from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from club.core import outbox
from club.core.composing import message_of
from club.core.models import OutboxMail
from tests import servers
from tests.factories import make_mail

pytestmark = pytest.mark.django_db
TEXT = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nX-NAME:Réunion d’été\r\n.point en tête\r\nEND:VCALENDAR\r\n"


def post(**overrides: Any) -> OutboxMail:
    fields = {"key": "a", "template": "account/email/password_changed", "to": "a@exemple.example", "context": {}}
    return outbox.post(**(fields | {"calendar": TEXT.encode()} | overrides))


def test_calendar_arrives_as_an_alternative_and_as_a_file(settings: Any, tmp_path: Path) -> None:
    with servers.running_sink(tmp_path) as sink:
        host, _, port = sink.url.removeprefix("smtp://").partition(":")
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = host, int(port)
        outbox.deliver(post().pk)
        [received] = sink.mailbox.newest(limit=1)
        message = message_from_bytes(sink.mailbox.get(received.id).source, policy=policy.default)
    alternatives, file = message.iter_parts()
    assert [part.get_content_type() for part in alternatives.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    calendar = list(alternatives.iter_parts())[-1]
    assert dict(calendar["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert calendar.get_content().splitlines() == TEXT.splitlines()
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "rencontre.ics")
    assert file.get_content() == TEXT.encode()
    assert [defect for part in message.walk() for defect in part.defects] == []


def test_mail_without_calendar_bears_none() -> None:
    assert [part[1] for part in message_of(make_mail()).alternatives] == ["text/html"]


def test_calendar_without_a_method_is_refused_when_it_is_written() -> None:
    with pytest.raises(ValueError, match="METHOD"):
        post(calendar=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert not OutboxMail.objects.exists()


def test_calendar_of_a_secret_mail_is_erased_once_it_is_settled() -> None:
    for mail, left in ((post(key="secret", secret=True), ""), (post(key="plain"), TEXT)):
        outbox.deliver(mail.pk)
        mail.refresh_from_db()
        assert (mail.state, mail.calendar) == (OutboxMail.State.SENT, left)
