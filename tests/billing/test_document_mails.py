"""A document that is issued goes to whoever receives the bills, with its PDF; so do its reminders."""

import html
from datetime import date
from decimal import Decimal

import pytest
from django.core import mail as django_mail

from club.core import outbox
from club.core.models import OutboxMail
from members.billing import emails, files
from members.billing.actions import documents
from members.billing.recipients import Recipient
from tests.billing_factories import make_credit_note, make_document, make_draft, make_payer
from tests.factories import make_affiliation, make_organisation

pytestmark = pytest.mark.django_db
SCHEDULE = [(date(2030, 1, 31), Decimal(3200)), (date(2030, 6, 30), Decimal(4000))]


def delivered(mail: OutboxMail) -> django_mail.EmailMessage:
    outbox.deliver(mail.pk)
    return django_mail.outbox[-1]


def test_issued_document_goes_to_the_payer_with_its_pdf() -> None:
    document = make_document(instalments=SCHEDULE)
    mail = OutboxMail.objects.get(key=f"document:{document.pk}")
    assert (mail.to_address, document.number in mail.subject) == ("compta@exemple.example", True)
    for part in (mail.text, html.unescape(mail.html)):
        assert [words for words in ("3\u00a0200,00", "4\u00a0000,00", "31 janvier 2030") if words not in part] == []
    [(name, content, kind)] = delivered(mail).attachments
    assert (name, kind) == (f"{document.number}.pdf", "application/pdf")
    assert content == files.read(document.pdf_sha256)


def test_issued_twice_is_mailed_once() -> None:
    draft = make_draft()
    for _ in range(2):
        documents.issue(document=draft, by=None)
    assert OutboxMail.objects.count() == 1


def test_credit_note_says_what_it_corrects() -> None:
    note = make_credit_note()
    mail = OutboxMail.objects.get(key=f"document:{note.pk}")
    assert note.cites.number in mail.text
    assert "Montant :" not in mail.text.replace("\u00a0", " ")
    assert delivered(mail).attachments[0][0] == f"{note.number}.pdf"


def test_without_payer_the_billing_representative_receives_it() -> None:
    organisation = make_organisation()
    person = make_affiliation(organisation=organisation, roles=["billing"]).person
    document = make_document(organisation=organisation)
    assert OutboxMail.objects.get(key=f"document:{document.pk}").person == person
    make_document(organisation=make_organisation())  # nobody to write to: issued all the same
    assert OutboxMail.objects.count() == 1


def test_reminder_bears_the_document() -> None:
    document = make_document(organisation=make_payer().organisation)
    part = document.instalments.get()
    mail = emails.reminder(part, document=document, rule="late", left=part.amount, to=Recipient("a@exemple.example"))
    assert delivered(mail).attachments[0][0] == f"{document.number}.pdf"
