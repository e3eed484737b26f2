"""What the team reads of what came back: counts by issue and domain, what waits for somebody, what is forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from club.core.models import AuditEntry
from club.core.roles import Role
from newsletters.actions import receiving, returns
from newsletters.bounces import counting, today
from newsletters.models import Delivery, Issue, MailboxReading, ReturnedMail, Suppression
from tests.factories import make_delivery, make_sent_issue, make_staff, make_user, sign_in
from tests.newsletters.bounces.kit import sample

pytestmark = pytest.mark.django_db
PAGE = "/console/flash-info/retours/"


def returned(issue: Issue, *codes: str, domain: str = "cci.example") -> list[Delivery]:
    rows = []
    for code in codes:
        row = make_delivery(issue=issue, contact=make_user(email=f"p{make_user().pk}@{domain}"))
        if code == "complaint":
            returns.note_complaint(delivery=row, at=timezone.now())
        else:
            said = {"words": "550 <a@b.example> refused", "server": "mx.cci.example"}
            returns.note_bounce(delivery=row, code=code, at=timezone.now(), **said)
        rows.append(row)
    return rows


def waiting(*roles: Role) -> list[str]:
    return [thing.title for thing in today.waiting(make_staff(*roles))]


def test_counts_by_issue_and_by_domain() -> None:
    issue, other = make_sent_issue(), make_sent_issue()
    returned(issue, "5.1.1", "5.1.1", "5.2.2", "5.7.1", "complaint")
    returned(issue, "5.1.1", domain="mairie.example")
    returned(other, "4.4.1")
    counts = counting.by_issue([issue, other])
    assert counts[issue.pk] == counting.Counts(unknown=3, soft=1, reputation=1, complaints=1)
    assert counts[other.pk] == counting.Counts(soft=1)
    assert counting.by_domain(issue) == [
        ("cci.example", counting.Counts(unknown=2, soft=1, reputation=1, complaints=1)),
        ("mairie.example", counting.Counts(unknown=1)),
    ]


def test_what_is_kept_of_a_server_s_words_bears_no_address() -> None:
    (row,) = returned(make_sent_issue(), "5.1.1")
    assert row.events.get().details["words"] == "550 <…> refused"
    assert "@" not in Suppression.objects.get().note


def test_pages_show_them_in_as_many_statements(staff_client: Client, django_assert_max_num_queries: Any) -> None:
    issue = make_sent_issue()
    returned(issue, "5.1.1")
    page = staff_client.get(f"/console/flash-info/{issue.number}/retours/").content.decode()
    assert "cette adresse n’existe pas (5.1.1)" in page
    for _ in range(3):
        returned(make_sent_issue(), "5.1.1", "5.2.2")
    returned(issue, "5.2.2", "5.7.1")
    staff_client.get(PAGE)
    with django_assert_max_num_queries(14):  # six are the frame's
        staff_client.get(PAGE)
    with django_assert_max_num_queries(12):
        staff_client.get(f"/console/flash-info/{issue.number}/retours/")


def test_refusals_about_us_and_complaints_call_for_somebody() -> None:
    quiet, issue = make_sent_issue(), make_sent_issue()
    returned(quiet, "5.1.1", "5.1.1", "5.2.2", "5.7.1", "complaint")
    returned(issue, "5.7.1", "5.7.1", "5.7.1", "complaint", "complaint")
    assert waiting(Role.EDITORS) == [
        f"3 serveurs refusent nos messages, n°\u00a0{issue.number}",
        f"2 plaintes pour courrier indésirable, n°\u00a0{issue.number}",
    ]
    assert waiting(Role.EVENTS) == []
    assert counting.about_us() == 4
    Issue.objects.update(frozen_at=timezone.now() - timedelta(days=20))
    assert waiting(Role.EDITORS) == []


def test_a_mailbox_that_stays_unread_calls_for_somebody(settings: Any) -> None:
    since = timezone.now() - timedelta(hours=3)
    row = MailboxReading.objects.create(mailbox="imap", failed_since=since, error="error: refused")
    assert (waiting(Role.DIRECTION), counting.silence()) == ([], 0)  # not ours any more
    settings.BOUNCES_IMAP_URL = "imaps://u:p@imap.example/INBOX"
    assert waiting(Role.DIRECTION) == ["La boîte des retours (IMAP) ne se lit plus"]
    assert counting.silence() > 10_700  # never read at all: a wrong password
    row.read_at = timezone.now() - timedelta(minutes=30)
    row.save()
    assert waiting(Role.DIRECTION) == []
    assert 1_700 < counting.silence() < 1_900


def test_what_nobody_understood_is_read_then_seen_and_its_text_goes(client: Client) -> None:
    delivery = make_delivery()
    row = receiving.receive(raw=sample("human", delivery), size=700, mailbox="imap")
    assert waiting(Role.NETWORK) == ["Un message revenu à regarder"]
    sign_in(client, make_staff(Role.NETWORK))
    page = client.get(f"{PAGE}a-regarder/").content.decode()
    assert "Mon numéro a changé" in page
    assert str(delivery.contact) in page
    client.post(f"{PAGE}a-regarder/{row.pk}/vu/")
    row.refresh_from_db()
    assert (row.content, row.sender, row.handled_at is not None) == ("", "", True)
    assert (waiting(Role.NETWORK), "Rien à regarder" in client.get(f"{PAGE}a-regarder/").content.decode()) == (
        [],
        True,
    )
    assert [entry.verb for entry in AuditEntry.objects.all()] == ["returned.see"]
    assert "C’était déjà noté" in client.post(f"{PAGE}a-regarder/{row.pk}/vu/", follow=True).content.decode()


def test_texts_go_after_a_month_and_rows_after_thirteen() -> None:
    row = receiving.receive(raw=sample("human", make_delivery()), size=700, mailbox="imap")
    assert receiving.forget() == 0
    ReturnedMail.objects.update(at=timezone.now() - timedelta(days=31))
    assert receiving.forget() == 1
    row.refresh_from_db()
    assert (row.content, row.sender, row.subject) == ("", "", "Objet effacé")
    assert counting.to_look_at() == 1  # never lost: it still waits for somebody
    ReturnedMail.objects.update(at=timezone.now() - timedelta(days=400))
    receiving.forget()
    assert not ReturnedMail.objects.exists()
