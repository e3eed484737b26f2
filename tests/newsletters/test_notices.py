"""The information mail (GDPR art. 14): in time, to those whom nothing else told, one per person for ever."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from club.core import outbox
from club.core.models import OutboxMail
from members.models import Notice, User
from members.models.notices import notice_words
from newsletters import emails, tasks
from newsletters.actions import notices
from newsletters.models import Delivery, Preference, Suppression
from tests.factories import make_affiliation, make_delivery, make_notice, make_sent_issue, make_staff, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
DAY = timedelta(days=1)
MailState = OutboxMail.State


def imported(*, days: int = 25, **overrides: Any) -> User:
    """Somebody from a file received so many days ago."""
    fields = {"source": "imported", "source_label": "fichier de la CCI", "collected_on": TODAY - days * DAY}
    return make_user(**(fields | overrides))


def written_to() -> list[User]:
    return [mail.person for mail in OutboxMail.objects.filter(key__startswith="information:").order_by("pk")]


def settle(person: User, state: str, reply: str = "") -> None:
    OutboxMail.objects.filter(person=person).update(state=state, reply=reply, settled_at=timezone.now())
    notices.follow()
    person.refresh_from_db()


# Who, and when


def test_the_mail_goes_on_the_twenty_fifth_day_and_not_before() -> None:
    due, late = imported(), imported(days=80)
    imported(days=24)
    assert notices.inform(TODAY) == 2
    assert set(written_to()) == {due, late}


def test_only_people_from_files_whom_nobody_told() -> None:
    imported(source="self")
    imported(source="staff")
    imported(informed_at=timezone.now())
    imported(is_active=False)
    assert notices.inform(TODAY) == 0


def test_whoever_left_or_paused_flash_info_is_told_all_the_same() -> None:
    left, paused = imported(), imported()
    Preference.objects.create(contact=left, unsubscribed_at=timezone.now())
    Preference.objects.create(contact=paused, paused_until=TODAY + 90 * DAY)
    notices.inform(TODAY)
    assert set(written_to()) == {left, paused}


@pytest.mark.parametrize(("days", "state", "written"), [(25, "deferred", 0), (27, "deferred", 1), (25, "refused", 1)])
def test_a_flash_info_on_its_way_is_awaited_two_days(days: int, state: str, written: int) -> None:
    make_delivery(issue=make_sent_issue(state="sending"), contact=imported(days=days), state=state)
    assert notices.inform(TODAY) == written


# What it says


def test_the_mail_says_what_the_law_asks() -> None:
    person = imported(first_name="Anne", last_name="d’Arc & fils")
    notices.inform(TODAY)
    mail = OutboxMail.objects.get(person=person)
    link = f"{django_settings.SITE_URL}/opposition/"
    wanted = ["1er novembre 2026", "fichier de la CCI", "intérêt légitime", "trois ans", "CNIL", "effacement", link]
    for part in (mail.text, mail.html):
        assert [words for words in [*wanted, django_settings.CLUB_PHONE] if words not in part] == []
    assert "Anne d’Arc & fils" in mail.text
    assert "Anne d’Arc &amp; fils" in mail.html
    assert "adhésion" not in mail.text
    assert (mail.to_address, mail.secret) == (person.email, False)


def test_a_representative_is_told_of_the_membership_too() -> None:
    person = make_affiliation(person=imported()).person
    notices.inform(TODAY)
    assert "contrat d’adhésion" in OutboxMail.objects.get(person=person).text


# Once


def test_one_mail_ever_however_often_beat_knocks() -> None:
    person = imported()
    for day in range(3):
        notices.inform(TODAY + day * DAY)
    settle(person, MailState.REFUSED)
    OutboxMail.objects.all().delete()  # forgotten after thirteen months
    notices.inform(TODAY + 400 * DAY)
    assert (written_to(), Notice.objects.count()) == ([], 1)


def test_two_beats_that_saw_the_same_person_write_one_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    person = imported()
    monkeypatch.setattr(notices, "due", lambda on: User.objects.filter(pk=person.pk))  # as both saw it
    monkeypatch.setattr(notices, "MOST", 1)
    assert (notices.inform(TODAY), notices.inform(TODAY)) == (1, 0)
    assert written_to() == [person]


def test_without_its_guards_the_same_person_gets_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: no row per person and a key that changes; either one alone holds it at one mail."""
    person, numbers = imported(), count(1)
    monkeypatch.setattr(notices, "due", lambda on: User.objects.filter(pk=person.pk))
    monkeypatch.setattr(notices, "MOST", 1)
    notices.inform(TODAY)
    Notice.objects.all().delete()
    notices.inform(TODAY)
    assert len(written_to()) == 1
    real = outbox.post
    monkeypatch.setattr(emails.outbox, "post", lambda *, key, **rest: real(key=f"{key}:{next(numbers)}", **rest))
    Notice.objects.all().delete()
    notices.inform(TODAY)
    assert len(written_to()) == 2


def test_nothing_is_written_while_mail_is_switched_off(settings: Any) -> None:
    imported(days=60)
    settings.MAIL_ENABLED = False
    tasks.inform()
    assert (written_to(), Notice.objects.count()) == ([], 0)
    settings.MAIL_ENABLED = True
    tasks.inform()
    assert len(written_to()) == 1


# What became of it


def test_an_accepted_mail_informs() -> None:
    person = imported()
    notices.inform(TODAY)
    settle(person, MailState.SENT)
    assert person.informed_at == OutboxMail.objects.get().settled_at
    assert not User.objects.to_inform().exists()


def test_a_doubt_informs_nobody_until_staff_settle_it() -> None:
    person = imported()
    notices.inform(TODAY)
    settle(person, MailState.UNCERTAIN)
    assert (person.informed_at, person.notice.failure) == (None, "")
    outbox.send_again(mail=OutboxMail.objects.get(), by=make_staff())
    notices.inform(TODAY)
    assert [mail.state for mail in OutboxMail.objects.all()] == [MailState.READY]
    settle(person, MailState.UNCERTAIN)
    outbox.leave(mail=OutboxMail.objects.get(), by=make_staff())
    notices.follow()
    assert "l’équipe l’a laissée en l’état" in Notice.objects.get().failure


def test_a_refused_mail_is_named_on_the_person() -> None:
    person = imported()
    notices.inform(TODAY)
    settle(person, MailState.REFUSED, "550 5.1.1 User unknown")
    person = User.objects.get(pk=person.pk)
    assert notice_words(person) == "n’a pas pu être informée\u00a0: le courriel a été refusé (550 5.1.1 User unknown)"
    assert list(User.objects.not_informable()) == [person]
    assert not User.objects.informable().exists()


# Who may not or cannot be written to


@pytest.mark.parametrize(
    ("cause", "scope", "words"),
    [
        ("unknown", "flash", "son adresse est neutralisée depuis le"),
        ("complaint", "flash", "son adresse est neutralisée depuis le"),
        ("request", "all", "elle s’est opposée à nos courriels le"),
        ("staff", "all", "elle ne doit plus recevoir de courriel depuis le"),
    ],
)
def test_refused_addresses_are_not_written_to(cause: str, scope: str, words: str) -> None:
    person = imported()
    Suppression.objects.create(address_hash=person.address_hash, cause=cause, scope=scope)
    assert notices.inform(TODAY) == 0
    assert person.notice.failure.startswith(words)
    assert notices.inform(TODAY + DAY) == 0


def test_without_the_look_at_refusals_the_mail_would_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    person = imported()
    Suppression.objects.create(address_hash=person.address_hash, cause="request", scope="all")
    monkeypatch.setattr(notices, "_obstacles", lambda people: {})
    assert notices.inform(TODAY) == 1


def test_a_corrected_address_is_told_after_all() -> None:
    person = imported()
    User.objects.filter(pk=person.pk).update(email="rené@exemple.example")
    assert notices.inform(TODAY) == 0
    assert Notice.objects.get().failure == "son adresse n’est pas utilisable"
    person.email = "rene@exemple.example"
    person.save()
    assert notices.inform(TODAY) == 1


def test_a_waiting_mail_is_withdrawn_when_its_reader_objects_or_is_told() -> None:
    told, refuses, waits = imported(), imported(), imported()
    notices.inform(TODAY)
    User.objects.filter(pk=told.pk).update(informed_at=timezone.now())
    Suppression.objects.create(address_hash=refuses.address_hash, cause="staff", scope="all")
    notices.follow()
    states = {mail.person: mail.state for mail in OutboxMail.objects.select_related("person")}
    assert states == {told: MailState.REFUSED, refuses: MailState.REFUSED, waits: MailState.READY}


def test_a_withdrawn_mail_is_not_handed_over() -> None:
    mail = make_notice().mail
    assert outbox.withdraw(mail_id=mail.pk, reason="essai")
    outbox.deliver(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.REFUSED, 0)
    assert not outbox.withdraw(mail_id=mail.pk, reason="essai")


# In words


@pytest.mark.parametrize(
    ("days", "words"),
    [(5, "à informer avant le 21 décembre 2026"), (31, "en retard\u00a0: à informer depuis le 25 novembre 2026")],
)
def test_words_before_any_mail(days: int, words: str) -> None:
    assert notice_words(imported(days=days), TODAY) == words


def test_late_people_are_counted_apart() -> None:
    late = imported(days=31)
    imported(days=30)
    refused = imported(days=40)
    Notice.objects.create(person=refused, failure="adresse neutralisée")
    assert list(User.objects.overdue(TODAY)) == [late]


def test_statements_do_not_grow_with_batches_that_find_nobody(django_assert_max_num_queries: Any) -> None:
    Delivery.objects.all().delete()
    for _ in range(3):
        make_notice(failure="adresse neutralisée", mail=None)
    with django_assert_max_num_queries(12):
        notices.inform(TODAY)
