"""Files that go with a mail: kept by name, read when it leaves, refused when they are gone."""

from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from club.core import outbox
from club.core.models import OutboxMail
from club.core.storage import PrivateStorage
from tests import servers
from tests.factories import make_mail

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n.un point en tete\r\n" + bytes(range(256))


def make_mail_with_file() -> OutboxMail:
    name = PrivateStorage().save("billing/essai.pdf", ContentFile(PDF))
    return make_mail(attachments=[[name, "Facture été.pdf"]])


def test_attachment_arrives_as_it_was(settings: Any, tmp_path: Path) -> None:
    with servers.running_sink(tmp_path) as sink:
        host, _, port = sink.url.removeprefix("smtp://").partition(":")
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = host, int(port)
        mail = make_mail_with_file()
        outbox.deliver(mail.pk)
        [received] = sink.mailbox.newest(limit=1)
        message = message_from_bytes(sink.mailbox.get(received.id).source, policy=policy.default)
    [part] = message.iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("Facture été.pdf", "application/pdf")
    assert part.get_content() == PDF
    mail.refresh_from_db()
    assert mail.state == OutboxMail.State.SENT


def test_mail_without_its_file_does_not_leave() -> None:
    mail = make_mail_with_file()
    PrivateStorage().delete(mail.attachments[0][0])
    outbox.deliver(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.reply) == (OutboxMail.State.REFUSED, "une pièce jointe manque")


def test_post_keeps_names_and_titles() -> None:
    file = outbox.Attachment("billing/a.pdf", "A.pdf")
    mail = outbox.post(
        key="a", template="account/email/password_changed", to="a@exemple.example", context={}, attachments=[file]
    )
    mail.refresh_from_db()
    assert mail.attachments == [["billing/a.pdf", "A.pdf"]]
