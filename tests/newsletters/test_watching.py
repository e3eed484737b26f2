"""Watching a sending: counts, pace, what stops it, doubts, answers, certificate."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from club.core.roles import Role
from newsletters import certificate, gauges, tasks, today, watching
from newsletters.actions.delivering import settle
from newsletters.models import Delivery, Exclusion, Issue
from tests.factories import (
    make_delivery,
    make_sent_issue,
    make_staff,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db


def browser(*roles: Role) -> Client:
    return sign_in(Client(), make_staff(*roles))


def a_sending(**states: int) -> Issue:
    issue = make_sent_issue(state=Issue.State.SENDING, finished_at=None)
    for state, number in states.items():
        for _ in range(number):
            make_delivery(issue=issue, state=state)
    return Issue.objects.get(pk=issue.pk)


def test_progress_counts_rows_and_adds_up() -> None:
    progress = watching.progress(a_sending(sent=5, ready=2, deferred=1, refused=1, uncertain=1))
    assert (progress.done, progress.open, progress.total, progress.percent) == (7, 3, 10, 70)
    assert progress.adds_up


def test_lost_row_is_seen() -> None:
    issue = a_sending(sent=3)
    Delivery.objects.of(issue).first().delete()
    assert not watching.progress(issue).adds_up


def test_hundred_per_cent_means_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = dict.fromkeys(Delivery.State.values, 0) | {"sent": 9999, "ready": 1}
    assert watching.Progress(counts, 0, 10_000, None, None).percent == 99


def test_pace_comes_from_the_last_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    issue = a_sending(ready=20)
    now = 1_000_000.0
    monkeypatch.setattr(watching.time, "time", lambda: now)
    assert watching.progress(issue).rate is None
    ids = Delivery.objects.of(issue).values_list("pk", flat=True)[:10]
    Delivery.objects.filter(pk__in=list(ids)).update(state="sent")
    watching.count(issue)
    now += 5
    progress = watching.progress(issue)
    assert (progress.rate, progress.left) == (2.0, timedelta(seconds=5))
    assert (progress.rate_words, progress.left_words) == ("2 messages par seconde", "moins d’une minute")


@pytest.mark.parametrize(
    ("rate", "words"),
    [(3.2, "3 messages par seconde"), (1 / 60, "1 message par minute"), (0.5, "30 messages par minute")],
)
def test_pace_is_told_in_french(rate: float, words: str) -> None:
    assert watching.Progress(dict.fromkeys(Delivery.State.values, 0), 0, 10, rate, None).rate_words == words


def test_watch_page_asks_again_only_while_the_issue_leaves() -> None:
    issue, client = a_sending(sent=1, ready=1), browser(Role.EDITORS)
    url = f"/console/flash-info/{issue.number}/suivi/"
    assert 'hx-trigger="every 2s"' in client.get(url).content.decode()
    assert "HX-Refresh" not in client.get(url, headers={"HX-Request": "true"}).headers
    Issue.objects.filter(pk=issue.pk).update(state=Issue.State.PAUSED, pause_reason="Le relais refuse")
    page = client.get(url).content.decode()
    assert ("hx-trigger" in page, "Le relais refuse" in page) == (False, True)
    assert client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_watch_costs_the_same_for_one_row_and_for_thirty(django_assert_num_queries: object) -> None:
    client = browser(Role.EDITORS)
    urls = [
        f"/console/flash-info/{issue.number}/suivi/"
        for issue in (a_sending(ready=1, uncertain=1), a_sending(sent=20, ready=9, uncertain=1))
    ]
    for url in urls:
        client.get(url)
        with django_assert_num_queries(7):
            client.get(url)


def test_costly_count_is_left_to_a_worker(monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: object) -> None:
    """The page shows the last count and asks once for the next; when no worker answers, it counts in the end."""
    issue, rung, now = a_sending(sent=1, ready=1), [], 1_000_000.0
    monkeypatch.setattr(watching.doorbell, "ring", lambda *args: rung.append(args))
    monkeypatch.setattr(watching.time, "time", lambda: now)
    monkeypatch.setattr(watching, "QUICK", 0.0)
    assert watching.progress(issue).done == 1
    Delivery.objects.of(issue).update(state="sent")
    now += 10
    with django_assert_num_queries(0):
        assert [watching.progress(issue).done for _ in range(2)] == [1, 1]
    assert rung == [("newsletters.count_deliveries", issue.pk)]
    tasks.count_deliveries(issue.pk)
    assert watching.progress(issue).done == 2
    Delivery.objects.of(issue).update(state="ready")
    now += 100
    assert watching.progress(issue).done == 0


def test_lanes_tell_what_waits_in_each() -> None:
    issue = a_sending(sent=2, ready=2, deferred=1)
    shown = watching.lanes(watching.progress(issue))
    assert [row["waiting"] for row in shown] == [3]


def test_doubt_that_was_left_waits_for_nobody() -> None:
    issue = a_sending(uncertain=2, sent=1)
    row = Delivery.objects.of(issue).in_doubt().first()
    Delivery.objects.filter(pk=row.pk).update(cause="left")
    assert watching.doubts(issue).count() == 1


def test_pause_resume_and_cancel_by_plain_forms() -> None:
    issue, client = a_sending(ready=3), browser(Role.EDITORS)
    home = f"/console/flash-info/{issue.number}/suivi/"
    for step, state in (("pause", "paused"), ("reprise", "sending"), ("annulation", "cancelled")):
        question = client.get(f"{home}{step}/").content.decode()
        assert "<li>" in question
        assert client.post(f"{home}{step}/").status_code == 302
        issue.refresh_from_db()
        assert issue.state == state
    assert Delivery.objects.of(issue).count_by_state()["cancelled"] == 3


def test_watching_is_open_to_more_people_than_stopping() -> None:
    issue, client = a_sending(ready=1), browser(Role.EVENTS)
    home = f"/console/flash-info/{issue.number}/suivi/"
    page = client.get(home)
    assert (page.status_code, "Pause" in page.content.decode()) == (200, False)
    assert client.post(f"{home}pause/").status_code == 403


@pytest.mark.parametrize(("choice", "state"), [("leave", "uncertain"), ("resend", "ready"), ("confirm", "sent")])
def test_doubt_is_settled_once_by_a_person(choice: str, state: str) -> None:
    row, client = make_delivery(state="uncertain"), browser(Role.DIRECTION)
    page = f"/console/flash-info/{row.issue.number}/suivi/doutes/"
    assert row.address in client.get(page).content.decode()
    assert client.post(f"{page}{row.pk}/", {"choix": choice}).status_code == 302
    row.refresh_from_db()
    assert row.state == state
    assert "Aucun doute" in client.get(page).content.decode()


def test_unknown_choice_settles_nothing() -> None:
    row, client = make_delivery(state="uncertain"), browser(Role.DIRECTION)
    client.post(f"/console/flash-info/{row.issue.number}/suivi/doutes/{row.pk}/", {"choix": "x"})
    row.refresh_from_db()
    assert (row.state, row.cause) == ("uncertain", "")


def test_certificate_states_the_audience_equation() -> None:
    issue = make_sent_issue()
    rows = [make_delivery(issue=issue, state=state) for state in ("sent", "sent", "refused")]
    Exclusion.objects.create(issue=issue, contact=make_user(), segment="channel", cause="unsubscribed")
    Issue.objects.filter(pk=issue.pk).update(candidate_count=4)
    issue.refresh_from_db()
    facts = certificate.facts(issue)
    assert (facts["candidates"], facts["audience"], facts["left_out"], facts["adds_up"]) == (4, 3, 1, True)
    assert facts["states"] == [["remise", 2], ["refusée", 1]]
    before = facts["list_hash"]
    Delivery.objects.filter(pk=rows[0].pk).update(state="refused")
    assert certificate.facts(issue)["list_hash"] != before


def test_certificate_does_not_hide_that_it_does_not_add_up() -> None:
    row = make_delivery()
    make_delivery(issue=row.issue)
    row.delete()
    assert not certificate.facts(Issue.objects.get(pk=row.issue_id))["adds_up"]


def test_certificate_is_a_pdf_and_words_of_staff_are_not_typst() -> None:
    issue = make_delivery(issue=make_sent_issue(title='#read("/etc/passwd") *a* $x$', subject="@b <c>")).issue
    answer = browser(Role.EVENTS).get(f"/console/flash-info/{issue.number}/certificat.pdf")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert re.search(rb"pdfaid:part>2<|pdfaid:part=.2", answer.content)


def test_every_page_counts_the_same_doubts() -> None:
    """What somebody left as it is no longer calls, yet the states still add up to the audience."""
    issue = a_sending(sent=3, uncertain=3)
    left = Delivery.objects.of(issue).uncertain().first()
    settle(delivery=left, by=make_staff(Role.DIRECTION), choice="leave")
    make_delivery(issue=issue, state="uncertain", cause="left")
    issue.refresh_from_db()
    staff = make_staff(Role.DIRECTION)
    progress = watching.progress(issue)
    (waiting,) = [thing for thing in today.waiting(staff) if "remises non confirmées" in thing.title]
    assert waiting.title.startswith("2 remises")
    assert (progress.doubts, watching.doubts(issue).count(), gauges.count_uncertain()) == (2, 2, 2)
    numbers = {code: number for code, _, number, _ in progress.by_line()}
    assert (numbers["uncertain"], numbers["left"], sum(numbers.values())) == (2, 2, sum(progress.counts.values()))
