"""The outbox over a real SMTP dialogue: every outcome has its state, a doubt is never sent twice by itself."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from club.core import outbox
from club.core.errors import ClubError
from club.core.models import AuditEntry, OutboxMail
from tests.factories import make_mail, make_staff, make_user
from tests.newsletters.kit.plan import CLOSE, SILENT, Fault, Plan
from tests.newsletters.kit.running import RunningSink, running_sink

State = OutboxMail.State
Serve = Callable[..., RunningSink]


@pytest.fixture
def serve(tmp_path: Path, settings: Any) -> Iterator[Serve]:
    """Start the fake mail server with faults, and point Django at it."""
    opened = []

    def start(*faults: Fault, **options: Any) -> RunningSink:
        context = running_sink(tmp_path, Plan(faults=list(faults), keep=3, **options))
        sink = context.__enter__()
        opened.append(context)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", sink.port, 2
        return sink

    yield start
    for context in opened:
        context.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _rows_and_patience(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("club.core.handover.ANSWER_SECONDS", 1)


def deliver(mail: OutboxMail) -> OutboxMail:
    outbox.deliver(mail.pk)
    mail.refresh_from_db()
    return mail


def test_mail_leaves_once_and_reads_well(serve: Serve) -> None:
    sink = serve()
    mail = deliver(make_mail())
    assert (mail.state, mail.reply[:3], mail.lease_until) == (State.SENT, "250", None)
    assert deliver(mail).state == State.SENT
    assert sink.accepted().total() == 1
    sent = re.sub(rb"(?m)^\.", b"", sink.messages()[0])  # RFC 5321, 4.5.2: as the server reads it
    message = message_from_bytes(sent, policy=policy.default)
    assert message["Subject"] == "Été\u00a0: votre mot de passe a changé"
    assert message["To"] == mail.to_address
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_body(("plain",)).get_content().splitlines() == ["Bonjour,", ".point en tête"]
    assert message.get_body(("html",)).get_content().strip() == "<p>Bonjour</p>"


@pytest.mark.parametrize(
    ("fault", "state", "tries"),
    [
        (Fault("connect", "421 busy"), State.READY, 0),
        (Fault("connect", CLOSE), State.READY, 0),
        (Fault("mail", "451 later"), State.READY, 0),
        (Fault("mail", "550 not you"), State.READY, 0),
        (Fault("mail", CLOSE), State.READY, 0),
        (Fault("rcpt", "421 busy"), State.READY, 0),
        (Fault("rcpt", "451 greylisted"), State.READY, 1),
        (Fault("rcpt", "550 5.1.1 unknown"), State.REFUSED, 0),
        (Fault("rcpt", CLOSE), State.READY, 0),
        (Fault("rcpt", SILENT), State.READY, 0),
        (Fault("data", "451 later"), State.READY, 1),
        (Fault("data", CLOSE), State.READY, 0),
        (Fault("dot", "451 later"), State.READY, 1),
        (Fault("dot", "550 spam"), State.REFUSED, 0),
        (Fault("dot", CLOSE), State.UNCERTAIN, 0),
        (Fault("dot", SILENT), State.UNCERTAIN, 0),
        (Fault("accepted", CLOSE), State.UNCERTAIN, 0),
        (Fault("accepted", SILENT), State.UNCERTAIN, 0),
    ],
    ids=lambda value: f"{value.stage} {value.action}" if isinstance(value, Fault) else "",
)
def test_each_answer_has_its_state(serve: Serve, fault: Fault, state: str, tries: int) -> None:
    sink = serve(fault)
    mail = deliver(make_mail())
    assert (mail.state, mail.attempts) == (state, tries)
    assert (mail.settled_at is None) is (state == State.READY)
    assert sink.accepted().total() == (1 if fault.stage == "accepted" else 0)
    if state == State.READY:
        assert timezone.now() < mail.next_at < timezone.now() + timedelta(minutes=6)


def test_greylisted_mail_leaves_at_the_second_try(serve: Serve) -> None:
    sink = serve(Fault("rcpt", "451 greylisted", times=1))
    mail = deliver(make_mail())
    assert deliver(mail).state == State.READY  # not due yet
    OutboxMail.objects.update(next_at=timezone.now())
    assert deliver(mail).state == State.SENT
    assert sink.accepted().total() == 1


def test_tries_come_to_an_end(serve: Serve) -> None:
    serve(Fault("rcpt", "451 always"))
    mail = make_mail()
    for _ in outbox.LADDER:
        OutboxMail.objects.update(next_at=timezone.now())
        deliver(mail)
    assert (mail.state, mail.reply) == (State.REFUSED, "451 always (essais épuisés)")


def test_absent_server_postpones_for_ever(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    mail = make_mail()
    for _ in range(10):
        OutboxMail.objects.update(next_at=timezone.now())
        deliver(mail)
    assert (mail.state, mail.attempts) == (State.READY, 0)


@pytest.mark.parametrize("address", ["zoé@exemple.example", "sans-arobase", "a@b.example\nBcc: c@d.example"])
def test_address_that_no_server_takes_is_refused(serve: Serve, address: str) -> None:
    sink = serve()
    assert deliver(make_mail(to_address=address)).state == State.REFUSED
    assert sink.accepted().total() == 0


def test_message_id_is_the_same_at_each_try(serve: Serve) -> None:
    """An uncertain mail can be found in the relay's log."""
    sink = serve(Fault("accepted", CLOSE, times=1))
    mail = deliver(make_mail())
    outbox.send_again(mail=mail, by=make_staff())
    deliver(mail)
    assert list(sink.accepted().values()) == [2]


def test_worker_dead_before_the_answer_leaves_a_doubt() -> None:
    """Killed between intent and outcome: the sweeper names the doubt, and never sends."""
    mail = make_mail(state=State.HANDING, fence=1, lease_until=timezone.now() - timedelta(seconds=1))
    assert outbox.sweep() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.reply) == (State.UNCERTAIN, "interrompu pendant la remise")
    assert deliver(mail).state == State.UNCERTAIN


def test_lease_that_runs_is_left_alone() -> None:
    mail = make_mail(state=State.HANDING, fence=1, lease_until=timezone.now() + timedelta(seconds=60))
    outbox.sweep()
    mail.refresh_from_db()
    assert mail.state == State.HANDING


def test_late_answer_settles_the_doubt(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    serve()
    mail = make_mail()
    settle = outbox._settle

    def slow(*args: Any) -> None:
        outbox.sweep(timezone.now() + timedelta(minutes=10))
        assert OutboxMail.objects.get().state == State.UNCERTAIN
        settle(*args)

    monkeypatch.setattr(outbox, "_settle", slow)
    assert deliver(mail).state == State.SENT


def test_sleeper_whose_lease_is_over_sends_nothing(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped before the dot, woken after the row became somebody's doubt: the message does not leave."""
    sink = serve()
    mail = make_mail()
    renewed = outbox._renewed

    def asleep(row: OutboxMail) -> bool:
        outbox.sweep(timezone.now() + timedelta(minutes=10))
        return renewed(row)

    monkeypatch.setattr(outbox, "_renewed", asleep)
    assert deliver(mail).state == State.UNCERTAIN
    assert sink.accepted().total() == 0
    monkeypatch.setattr(outbox, "_renewed", lambda row: True)  # negative control: without the question it leaves
    again = make_mail()
    monkeypatch.setattr(outbox, "_settle", lambda *args: None)
    deliver(again)
    assert sink.accepted().total() == 1


@pytest.mark.parametrize(
    ("fault", "state"),
    [(None, State.SENT), (Fault("rcpt", "550 no"), State.REFUSED), (Fault("dot", CLOSE), State.UNCERTAIN)],
)
def test_secret_is_erased_whatever_the_outcome(serve: Serve, fault: Fault | None, state: str) -> None:
    serve(*([fault] if fault else []))
    mail = deliver(make_mail(secret=True, subject="BCDF-GHJK, votre code", text="BCDF-GHJK", html="BCDF-GHJK"))
    assert (mail.state, mail.subject, mail.text, mail.html) == (state, "Objet effacé", "", "")


def test_secret_of_an_abandoned_mail_is_erased() -> None:
    make_mail(secret=True, state=State.HANDING, lease_until=timezone.now() - timedelta(minutes=1), text="BCDF-GHJK")
    outbox.sweep()
    assert OutboxMail.objects.get().text == ""


def test_code_that_opens_nothing_any_more_does_not_leave(serve: Serve) -> None:
    sink = serve()
    mail = make_mail(secret=True, expires_at=timezone.now() - timedelta(seconds=1))
    assert deliver(mail).state == State.READY
    outbox.sweep()
    mail.refresh_from_db()
    assert (mail.state, mail.text, sink.accepted().total()) == (State.REFUSED, "", 0)


def test_mail_switched_off_keeps_everything(serve: Serve, settings: Any) -> None:
    sink = serve()
    settings.MAIL_ENABLED = False
    mail = make_mail()
    assert outbox.sweep() == 0
    assert deliver(mail).state == State.READY
    assert (sink.accepted().total(), outbox.oldest_due_age()) == (0, 0)


def test_same_key_is_one_mail() -> None:
    person = make_user()
    context = {"timestamp": timezone.now(), "ip": "192.0.2.1"}
    for _ in range(2):
        outbox.post(
            key="une-fois", template="account/email/password_set", to=person.email, context=context, person=person
        )
    assert OutboxMail.objects.count() == 1


def test_doubt_is_left_or_sent_again_by_somebody(serve: Serve) -> None:
    sink = serve()
    staff = make_staff()
    left, again = make_mail(state=State.UNCERTAIN), make_mail(state=State.UNCERTAIN)
    outbox.leave(mail=left, by=staff)
    outbox.send_again(mail=again, by=staff)
    assert (deliver(left).state, deliver(again).state) == (State.LEFT, State.SENT)
    assert sink.accepted().total() == 1
    acts = AuditEntry.objects.order_by("pk").values_list("actor", "verb", "target")
    assert list(acts) == [
        (staff.pk, "mail.leave", f"core.outboxmail:{left.pk}"),
        (staff.pk, "mail.send_again", f"core.outboxmail:{again.pk}"),
    ]


def test_decision_is_taken_once() -> None:
    mail, staff = make_mail(state=State.UNCERTAIN), make_staff()
    outbox.leave(mail=mail, by=staff)
    with pytest.raises(ClubError, match="n’attend plus"):
        outbox.send_again(mail=mail, by=staff)


def test_secret_doubt_is_not_sent_again() -> None:
    with pytest.raises(ClubError, match="en demander un autre"):
        outbox.send_again(mail=make_mail(state=State.UNCERTAIN, secret=True), by=make_staff())


def test_answer_that_comes_after_the_decision_finds_no_row() -> None:
    mail = make_mail(state=State.UNCERTAIN, fence=1)
    outbox.send_again(mail=OutboxMail.objects.get(), by=make_staff())
    outbox._settle(mail, State.SENT, "250 late")
    mail.refresh_from_db()
    assert mail.state == State.READY


def test_old_mails_are_forgotten() -> None:
    now = timezone.now()
    make_mail(state=State.SENT, settled_at=now - timedelta(days=400))
    kept = make_mail(state=State.SENT, settled_at=now - timedelta(days=390))
    assert outbox.forget_old() == 1
    assert list(OutboxMail.objects.all()) == [kept]
