"""What servers send back, as the RFCs and their public formats have it: each sample is understood for what it is."""

import pytest
from django.utils import timezone

from newsletters import codes
from newsletters.actions.receiving import receive
from newsletters.bounces import servers
from newsletters.bounces.parts import take_apart
from newsletters.bounces.reports import understand
from newsletters.models import Delivery, DeliveryEvent, Preference, ReturnedMail, Suppression
from tests.factories import make_ambassador, make_delivery
from tests.newsletters.bounces.kit import NAMES, sample

pytestmark = pytest.mark.django_db

HARD, SOFT, OURS = codes.Meaning.UNKNOWN, codes.Meaning.SOFT, codes.Meaning.REPUTATION
BOUNCES = {
    "exchange_online_blocked": ("5.7.606", OURS),
    "exchange_online_denied": ("5.1.1", HARD),
    "exchange_online_full": ("5.2.2", SOFT),
    "exchange_online_unknown": ("5.1.10", HARD),
    "exchange_server_unknown": ("5.1.1", HARD),
    "exim_plain": ("5.1.1", HARD),
    "exim_report": ("5.1.1", HARD),
    "free_closed": ("5.2.1", SOFT),
    "gmail_full": ("5.2.2", SOFT),
    "gmail_rate": ("4.7.28", OURS),
    "gmail_unauthenticated": ("5.7.26", OURS),
    "gmail_unknown": ("5.1.1", HARD),
    "orange_spam": ("5.7.1", OURS),
    "orange_unknown": ("5.1.1", HARD),
    "ovh_unknown": ("5.1.1", HARD),
    "postfix_domain": ("5.1.2", HARD),
    "postfix_expired": ("4.4.1", SOFT),
    "postfix_unknown": ("5.1.1", HARD),
    "qmail": ("5.1.1", HARD),
    "qmail_quota": ("5.2.2", SOFT),
    "sendmail_host": ("5.1.2", HARD),
    "yahoo_policy": ("5.7.9", OURS),
    "yahoo_unknown": ("5.1.1", HARD),
}
OTHERS = {
    "absence_outlook": "automatic",
    "absence_without_header": "automatic",
    "acknowledgement": "automatic",
    "daemon_without_reason": "unclear",
    "exim_warning": "delayed",
    "feedback_by_link_alone": "complaint",
    "feedback_hotmail": "complaint",
    "feedback_not_spam": "automatic",
    "feedback_opt_out": "unsubscription",
    "feedback_rfc5965": "complaint",
    "feedback_yahoo": "complaint",
    "forwarded_elsewhere": "elsewhere",
    "human": "unclear",
    "postfix_delayed": "delayed",
    "postfix_relayed": "arrived",
    "unsubscription": "unsubscription",
}


@pytest.fixture
def delivery() -> Delivery:
    return make_delivery(contact=make_ambassador().person)


def test_every_sample_has_its_verdict() -> None:
    assert sorted([*BOUNCES, *OTHERS]) == NAMES


@pytest.mark.parametrize("name", BOUNCES)
def test_bounce_has_its_code_and_what_follows(name: str, delivery: Delivery) -> None:
    code, meaning = BOUNCES[name]
    row = receive(raw=sample(name, delivery), size=9, mailbox="maildir")
    event = DeliveryEvent.objects.get()
    assert (row.outcome, event.kind, event.meaning, event.details["code"]) == ("bounce", "bounce", meaning, code)
    assert (event.delivery, event.issue, row.content) == (delivery, delivery.issue, "")
    assert event.domain == delivery.address.partition("@")[2]
    causes = list(Suppression.objects.values_list("cause", "address_hash"))
    assert causes == ([("unknown", delivery.address_hash)] if meaning == HARD else [])
    assert not Preference.objects.unsubscribed().exists()


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_bounce_is_told_apart(name: str, delivery: Delivery) -> None:
    row = receive(raw=sample(name, delivery), size=9, mailbox="maildir")
    assert row.outcome == OTHERS[name]
    causes = list(Suppression.objects.values_list("cause", "scope"))
    assert causes == ([("complaint", "flash")] if row.outcome == "complaint" else [])
    assert Preference.objects.unsubscribed().count() == (row.outcome in ("complaint", "unsubscription"))
    assert bool(row.content) == (row.outcome in ("unclear", "elsewhere"))
    assert ReturnedMail.objects.to_look_at().count() == (row.outcome in ("unclear", "elsewhere"))


def test_the_words_kept_are_the_servers_and_its_name(delivery: Delivery) -> None:
    report = understand(take_apart(sample("qmail", delivery)))
    assert (report.words, report.server) == (
        "Remote host said: 550 sorry, no mailbox here by that name. (#5.1.1)",
        "mx.atelier.example",
    )
    report = understand(take_apart(sample("orange_unknown", delivery)))
    assert report.server == "smtp-in.orange.example"
    assert report.words.startswith("550 5.1.1 Adresse d au moins un destinataire invalide")
    assert report.at <= timezone.now()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("host 192.0.2.1 said: 550 10.5.1.1 refused", ""),
        ("550 5.1.1.", "5.1.1"),
        ("550 Sender address rejected: Domain not found", "5.7.1"),
        ("550 Requested action not taken: mailbox unavailable", "5.2.0"),
        ("250 2.1.5 Ok", ""),
        ("", ""),
    ],
)
def test_a_code_is_neither_an_ip_address_nor_a_guess(text: str, code: str) -> None:
    assert servers.code_of(text) == code


@pytest.mark.parametrize("status", ["5", "failed", "5.1", "5.1.1.1", "5.1.x", "9.1.1", "5.1.\u0661"])
def test_a_status_that_is_no_code_is_read_from_the_words(status: str, delivery: Delivery) -> None:
    raw = sample("postfix_unknown", delivery).decode()
    assert "Status: 5.1.1\n" in raw
    told = raw.replace("Status: 5.1.1\n", f"Status: {status}\n").replace("550 5.1.1", "550")
    receive(raw=told.encode(), size=9, mailbox="maildir")
    event = DeliveryEvent.objects.get()
    assert (event.details["code"], event.why()) == ("5.1.1", "cette adresse n’existe pas (5.1.1)")


@pytest.mark.parametrize("code", ["5", "failed", "5.", "."])
def test_words_of_what_is_no_code_break_no_page(code: str) -> None:
    assert codes.words(code) == "question de transport"
