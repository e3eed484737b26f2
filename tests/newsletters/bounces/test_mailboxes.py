"""Reading a mailbox: at least once, with the effect of once; nothing is lost, nothing bursts."""

import imaplib
import mailbox
from pathlib import Path
from typing import Any

import pytest

from newsletters import links
from newsletters.actions import collecting
from newsletters.actions.receiving import receive
from newsletters.bounces import mailboxes
from newsletters.bounces.mailboxes import Imap
from newsletters.bounces.parts import MOST_BYTES
from newsletters.models import Delivery, DeliveryEvent, MailboxReading, Preference, ReturnedMail, Suppression
from tests.factories import make_ambassador, make_delivery
from tests.newsletters.bounces.kit import sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivery() -> Delivery:
    return make_delivery(contact=make_ambassador().person)


@pytest.fixture
def maildir(tmp_path: Path, settings: Any) -> mailbox.Maildir:
    settings.BOUNCES_MAILDIR = str(tmp_path / "retours")
    return mailbox.Maildir(settings.BOUNCES_MAILDIR, create=True)


class FakeImap:
    """The few commands that the reader speaks; ``deleted`` are gone at the next search."""

    def __init__(self, *messages: bytes) -> None:
        self.messages = {str(n): raw for n, raw in enumerate(messages, 1)}
        self.deleted: list[str] = []

    def login(self, user: str, password: str) -> None:
        if (user, password) != ("retours@club.example", "mot/de:passe"):
            raise imaplib.IMAP4.error("AUTHENTICATIONFAILED")

    def select(self, folder: str) -> tuple[str, list[bytes]]:
        return ("OK", [b"1"]) if folder == '"Retours"' else ("NO", [b"?"])

    def uid(self, command: str, *words: str) -> tuple[str, list[Any]]:
        if command == "SEARCH":
            return "OK", [" ".join(n for n in self.messages if n not in self.deleted).encode()]
        if command == "FETCH":
            raw = self.messages[words[0]]
            head = f"1 (UID {words[0]} RFC822.SIZE {len(raw)} BODY[]<0> {{{len(raw)}}}".encode()
            return "OK", [(head, raw[:MOST_BYTES]), b")"]
        self.deleted.append(words[0])
        return "OK", [None]

    def expunge(self) -> None: ...

    def logout(self) -> None: ...


def test_off_by_default() -> None:
    assert (collecting.collect(), MailboxReading.objects.count()) == (0, 0)


def test_maildir_is_emptied_and_each_message_is_understood(maildir: Any, delivery: Delivery) -> None:
    for name in ("postfix_unknown", "human", "absence_outlook"):
        maildir.add(sample(name, delivery))
    assert collecting.collect() == 3
    assert (len(maildir), sorted(ReturnedMail.objects.values_list("outcome", flat=True))) == (
        0,
        ["automatic", "bounce", "unclear"],
    )
    assert Suppression.objects.get().cause == "unknown"
    assert MailboxReading.objects.get().read_at is not None


def test_whoever_dies_before_putting_aside_reads_again_without_harm(
    maildir: Any, delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    maildir.add(sample("unsubscription", delivery))

    def die(self: Any, number: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(mailboxes.Maildir, "put_aside", die)
    with pytest.raises(KeyboardInterrupt):
        collecting.collect()
    monkeypatch.undo()
    assert (len(maildir), ReturnedMail.objects.count()) == (1, 1)
    Preference.objects.update(unsubscribed_at=None)  # the reader came back meanwhile
    collecting.collect()
    assert (len(maildir), ReturnedMail.objects.count()) == (0, 1)
    assert not Preference.objects.unsubscribed().exists()


def test_nothing_is_put_aside_before_its_row_is_there(
    maildir: Any, delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: Any) -> None:
        raise OSError("database away")

    maildir.add(sample("human", delivery))
    monkeypatch.setattr(collecting, "receive", refuse)
    collecting.collect()
    assert (len(maildir), ReturnedMail.objects.count()) == (1, 0)
    assert "database away" in MailboxReading.objects.get().error


def test_imap_reads_then_deletes_what_was_read(delivery: Delivery) -> None:
    server = FakeImap(sample("postfix_unknown", delivery), b"x" * (MOST_BYTES + 5))
    url = "imaps://retours%40club.example:mot%2Fde%3Apasse@imap.example/Retours"
    box = Imap(url, connect=lambda _: server)
    found = list(box.messages(10))
    assert [(m.number, len(m.raw), m.size) for m in found][1] == ("2", MOST_BYTES, MOST_BYTES + 5)
    assert server.deleted == []
    box.put_aside("1")
    assert [m.number for m in box.messages(10)] == ["2"]


def test_a_mailbox_that_fails_says_so_and_stops_nothing_else(maildir: Any, delivery: Delivery, settings: Any) -> None:
    settings.BOUNCES_IMAP_URL = "imap://u:p@127.0.0.1:1/INBOX"  # nobody listens there
    maildir.add(sample("human", delivery))
    assert collecting.collect() == 1
    failed = MailboxReading.objects.get(mailbox="imap")
    assert (failed.read_at, failed.failed_since is not None) == (None, True)
    since = failed.failed_since
    collecting.collect()
    assert MailboxReading.objects.get(mailbox="imap").failed_since == since


NESTED = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000))
BOMBS = {
    "nested": NESTED,
    "many parts": b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 30_000,
    "no header": b"\xff\xfe\x00" * 1000,
    "odd charset": b"Content-Type: text/plain; charset=nonsense\nSubject: =?x-y?q?=ff?=\n\n\xe9",
    "odd encoding": b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!!",
    "empty report": b'Content-Type: multipart/report; boundary="b"\n\n--b\n'
    b"Content-Type: message/delivery-status\n\n--b--",
    "nothing": b"",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_kept_for_people_within_bounds(bomb: str) -> None:
    row = receive(raw=BOMBS[bomb][:MOST_BYTES], size=30_000_000, mailbox="maildir")
    assert (row.outcome, row.size, len(row.content) <= 20_000) == ("unclear", 30_000_000, True)
    assert ReturnedMail.objects.to_look_at().count() == 1


def test_a_fault_of_ours_neither_stops_the_mailbox_nor_loses_the_message(
    maildir: Any, delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("newsletters.actions.returns.note_bounce", fail)
    maildir.add(sample("postfix_unknown", delivery))
    assert (collecting.collect(), len(maildir)) == (1, 0)
    row = ReturnedMail.objects.get()
    assert (row.outcome, "Undelivered Mail" in row.content) == ("unclear", True)


# The token


FORGED = "retour+{}-000000000000000000000000000000@club-economie-numerique.example"


@pytest.mark.parametrize("name", ["postfix_unknown", "exim_plain", "qmail"])
def test_a_forged_envelope_does_nothing_and_is_counted(name: str, delivery: Delivery) -> None:
    row = receive(raw=sample(name, delivery, VERP=FORGED.format(delivery.pk)), size=9, mailbox="maildir")
    assert (row.outcome, row.delivery) == ("forged", None)
    assert not DeliveryEvent.objects.exists()
    assert not Suppression.objects.exists()


def test_without_the_check_the_forgery_would_do_harm(delivery: Delivery, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    monkeypatch.setattr("newsletters.tokens.read", lambda purpose, token: int(token.partition("-")[0]))
    receive(raw=sample("postfix_unknown", delivery, VERP=FORGED.format(delivery.pk)), size=9, mailbox="maildir")
    assert Suppression.objects.get().address_hash == delivery.address_hash


def test_a_token_of_another_purpose_or_another_person_does_nothing(delivery: Delivery) -> None:
    other = make_delivery(issue=delivery.issue)
    leaving = f"retour+{links.unsubscribe_token(delivery.pk)}@club-economie-numerique.example"
    rows = [
        receive(raw=sample("postfix_unknown", delivery, VERP=leaving), size=9, mailbox="maildir"),
        receive(
            raw=sample("postfix_unknown", delivery, VERP=links.envelope_sender(other.pk)), size=9, mailbox="maildir"
        ),
        receive(raw=sample("unsubscription", delivery, LEAVING="1-0"), size=9, mailbox="maildir"),
    ]
    assert [row.outcome for row in rows] == ["forged", "elsewhere", "forged"]
    assert (DeliveryEvent.objects.count(), Suppression.objects.count(), Preference.objects.count()) == (0, 0, 0)
