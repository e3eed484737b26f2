"""Liveness and readiness: what is dead, what is only degraded, and who may read the metrics."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from club.core import health, tasks
from club.core.models import OutboxMail
from tests import servers
from tests.factories import make_user, sign_in

NOBODY = "redis://127.0.0.1:1/0"


def ready(client: Client) -> tuple[int, dict[str, Any]]:
    response = client.get("/sante/pret/")
    assert response.cookies == {}
    return response.status_code, response.json()


def make_due_mail(**age: float) -> OutboxMail:
    due = timezone.now() - timedelta(**age)
    return OutboxMail.objects.create(key=f"test:{age}", to_address="a@tpe.example", next_at=due)


def test_liveness_asks_nothing_of_the_database(client: Client) -> None:
    """No ``db`` fixture here: a statement would fail the test."""
    response = client.get("/sante/")
    assert (response.status_code, response.json(), response.cookies) == (200, {"status": "ok"}, {})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_everything_answers(client: Client) -> None:
    for queue in health.QUEUES:
        tasks.pulse(queue)
    status, report = ready(client)
    assert (status, report["ready"]) == (200, True)
    assert {report[part] for part in ("database", "migrations", "cache", "broker")} == {"ok"}
    assert {queue["state"] for queue in report["queues"].values()} == {"ok"}
    assert {gauge["state"] for gauge in report["gauges"].values()} == {"ok"}


@pytest.mark.django_db
def test_lost_redis_degrades_and_does_not_kill(client: Client, settings: Any) -> None:
    settings.CACHE_URL = settings.REDIS_URL = NOBODY
    status, report = ready(client)
    assert (status, report["cache"], report["broker"]) == (200, "degraded", "degraded")


def test_lost_database_is_down(client: Client, real_database: str) -> None:
    with servers.pointed_at({"HOST": "/nowhere"}):
        assert ready(client) == (503, {"ready": False, "database": "down"})
    assert ready(client)[0] == 200


@pytest.mark.django_db
def test_missing_migration_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrations_seen", [])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'newsletters'")
    status, report = ready(client)
    assert (status, report["migrations"]) == (503, "down")


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "state"), [(14, "ok"), (16, "degraded")])
def test_mail_that_nobody_takes_is_seen(client: Client, minutes: int, state: str) -> None:
    make_due_mail(minutes=minutes)
    gauge = ready(client)[1]["gauges"]["outbox_oldest_ready_seconds"]
    assert gauge["state"] == state
    assert round(gauge["value"] / 60) == minutes


@pytest.mark.django_db
def test_waiting_mail_is_no_alarm_while_mail_is_off(client: Client, settings: Any) -> None:
    settings.MAIL_ENABLED = False
    make_due_mail(hours=5)
    assert ready(client)[1]["gauges"]["outbox_oldest_ready_seconds"] == {"value": 0, "state": "ok"}


@pytest.mark.django_db
def test_silent_queue_is_seen(client: Client, time_machine: Any) -> None:
    """A worker that answers pings and consumes nothing is late all the same."""
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    tasks.pulse("mail")
    tasks.pulse("slow")
    time_machine.move_to(now + timedelta(minutes=6), tick=False)
    queues = ready(client)[1]["queues"]
    assert queues["mail"] == {"silent_seconds": 360.0, "state": "degraded"}
    assert queues["slow"] == {"silent_seconds": 360.0, "state": "ok"}
    assert queues["default"] == {"silent_seconds": None, "state": "degraded"}


@pytest.mark.django_db
def test_metrics_hold_our_gauges(client: Client) -> None:
    make_due_mail(minutes=3)
    body = client.get("/sante/metriques").content.decode()
    line = next(line for line in body.splitlines() if line.startswith("club_outbox_oldest_ready_seconds "))
    assert 179 < float(line.split()[1]) < 190
    assert "django_http_requests_before_middlewares_total" in body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("token", "sent", "status"),
    [
        ("", {}, 200),
        ("", {"X-Forwarded-For": "192.0.2.7"}, 404),
        ("s3cret", {}, 404),
        ("s3cret", {"Authorization": "Bearer wrong"}, 404),
        ("s3cret", {"Authorization": "Bearer s3cret"}, 200),
    ],
)
def test_metrics_are_closed_to_strangers(
    client: Client, settings: Any, token: str, sent: dict[str, str], status: int
) -> None:
    settings.METRICS_TOKEN = token
    assert client.get("/sante/metriques", headers=sent).status_code == status


@pytest.mark.django_db
def test_metrics_are_closed_from_elsewhere(client: Client) -> None:
    assert client.get("/sante/metriques", REMOTE_ADDR="192.0.2.7").status_code == 404


@pytest.mark.django_db
def test_reports_name_nobody(client: Client) -> None:
    person = make_user()
    sign_in(client, person)
    make_due_mail(hours=1)
    for path in ("/sante/", "/sante/pret/", "/sante/metriques"):
        body = client.get(path).content.decode()
        assert person.email not in body
        assert "tpe.example" not in body
