"""The sender against a real mail server that behaves, then one that does not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from members.models import User
from newsletters.actions.delivering import finish
from newsletters.actions.informing import note_informed
from newsletters.actions.trials import send_test
from newsletters.errors import FlashError
from newsletters.models import Delivery, Issue
from newsletters.sending.limits import Limits
from newsletters.sending.loop import Report, Sender
from tests.factories import make_user
from tests.newsletters.kit.checker import check
from tests.newsletters.kit.people import default_lane, make_block, make_frozen_issue, make_issue, make_people
from tests.newsletters.kit.plan import Plan
from tests.newsletters.kit.running import RunningSink, running_sink

QUICK = Limits(lease=4, renewal=1, dot=2, handing=5, reply=2, connect=2, claims=20, stale_intent=2, first_closure=0.2)


@pytest.fixture
def sink(tmp_path: Path, real_database: str) -> Iterator[RunningSink]:
    with running_sink(tmp_path, Plan()) as running:
        yield running


def send(sink: RunningSink, limits: Limits = QUICK) -> Report:
    return Sender(default_lane().pk, relay=sink.relay, limits=limits).run()


def test_everybody_gets_it_once(sink: RunningSink) -> None:
    issue = make_frozen_issue(250)

    report = send(sink)

    assert finish(issue_id=issue.pk)
    verdict = check(issue, sink)
    assert verdict.holds, verdict
    assert verdict.states["sent"] == report.accepted == 250
    assert sink.violations() == []
    assert Issue.objects.get(pk=issue.pk).state == Issue.State.SENT
    row = Delivery.objects.of(issue).first()
    assert (row.reply_code, row.enhanced_code, row.stage, row.lease_until) == (250, "2.0.0", "dot", None)


def test_relay_without_pipelining_is_served_one_command_at_a_time(sink: RunningSink) -> None:
    issue = make_frozen_issue(120)
    sink.restart(Plan(pipelining=False))

    send(sink)

    assert finish(issue_id=issue.pk)
    assert check(issue, sink).holds
    assert sink.violations() == []


def test_imported_contact_reads_once_where_the_address_came_from(sink: RunningSink) -> None:
    sink.restart(Plan(keep=9))
    make_people(1, prefix="connu")
    User.objects.update(source="self")
    make_people(1, prefix="importe")
    User.objects.filter(source="self", email__startswith="importe").update(
        source="imported", source_label="liste de la CCI", collected_on=date(2026, 11, 5)
    )
    issue = make_frozen_issue(0)

    send(sink)
    finish(issue_id=issue.pk)
    assert note_informed(issue_id=issue.pk) == 1

    texts = {
        str(mail["To"]): mail.get_body(("plain",)).get_content()
        for mail in (message_from_bytes(source, policy=policy.default) for source in sink.messages())
    }
    told = [to for to, text in texts.items() if "le 5 novembre 2026 de\u00a0: liste de la CCI" in text]
    assert (len(texts), len(told), "importe0@" in told[0]) == (2, 1, True)


def test_trial_takes_the_same_path_and_counts_nowhere(sink: RunningSink) -> None:
    sink.restart(Plan(keep=1))
    issue = make_issue()
    make_block(issue)
    by = make_user(is_staff=True)

    first = send_test(issue=issue, addresses=["Essai@Club.example", "essai@club.example"], by=by)
    second = send_test(issue=issue, addresses=["essai@club.example"], by=by)
    send(sink)

    assert list(Delivery.objects.values_list("test", "state", "address").order_by("pk")) == [
        (first.pk, "sent", "essai@club.example"),
        (second.pk, "sent", "essai@club.example"),
    ]
    assert len(sink.accepted()) == 2
    assert Delivery.objects.of(issue).count() == 0
    assert Issue.objects.get(pk=issue.pk).state == Issue.State.DRAFT
    parsed = message_from_bytes(sink.messages()[0], policy=policy.default)
    assert parsed["Subject"] == "[Essai] La facture électronique arrive"
    assert parsed["Feedback-ID"] == f"{issue.number}:essai:flash-info:club"


@pytest.mark.parametrize(
    "addresses", [[], [" "], ["pas une adresse"], ["é@club.example"], [f"a{i}@b.example" for i in range(21)]]
)
def test_trial_refuses_unusable_addresses(real_database: str, addresses: list[str]) -> None:
    with pytest.raises(FlashError):
        send_test(issue=make_issue(), addresses=addresses, by=make_user(is_staff=True))
    assert Delivery.objects.count() == 0


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate for 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "relay.example")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "relay.pem"
    path.write_bytes(private + built.public_bytes(pem))
    return path


@pytest.mark.parametrize("mechanisms", ["PLAIN", "LOGIN"])
@pytest.mark.parametrize("way", ["implicit_tls", "starttls"])
def test_encrypted_and_authenticated(sink: RunningSink, certificate: Path, way: str, mechanisms: str) -> None:
    issue = make_frozen_issue(60)
    secrets = {"user": "club", "password": "clé secrète"}
    sink.restart(Plan(certificate=str(certificate), mechanisms=mechanisms, **secrets, **{way: True}))
    relay = replace(sink.relay, ca_file=str(certificate), **secrets, **{way: True})

    Sender(default_lane().pk, relay=relay, limits=QUICK).run()

    assert default_lane().last_error == ""
    assert finish(issue_id=issue.pk)
    assert check(issue, sink).holds
    assert sink.violations() == []


@pytest.mark.parametrize(
    ("plan", "ours", "words"),
    [
        ({"starttls": True}, {"starttls": True, "ca_file": None}, "CERTIFICATE_VERIFY_FAILED"),
        ({"starttls": False}, {"starttls": True}, "starttls"),
        ({"user": "club", "password": "x"}, {"user": "club", "password": "y"}, "535"),
    ],
)
def test_relay_that_cannot_be_trusted_gets_nothing(
    sink: RunningSink, certificate: Path, plan: dict[str, object], ours: dict[str, object], words: str
) -> None:
    issue = make_frozen_issue(3)
    sink.restart(Plan(certificate=str(certificate), **plan))
    relay = replace(sink.relay, **{"ca_file": str(certificate)} | ours)

    Sender(default_lane().pk, relay=relay, limits=QUICK).run()

    assert words in default_lane().last_error
    assert Delivery.objects.of(issue).filter(state="ready").count() == 3
    assert sum(sink.accepted().values()) == 0
