"""The promises the motor rests on, read from the application itself (see docs: rules of reliability)."""

import ast

import celery
import kombu
import pytest
from django.conf import settings

from club.celery import BEAT_SCHEDULE, QUEUES, TASK_ROUTES, app
from club.core import health
from deploy.launcher.processes import ROOT

APPS = ("club", "members", "ambassadors", "channel", "newsletters")


def version(module: object) -> tuple[int, ...]:
    return tuple(int(part) for part in module.__version__.split(".")[:2])


def test_versions_are_those_with_the_repairs() -> None:
    assert version(celery) >= (5, 7)
    assert version(kombu) >= (5, 7)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("task_acks_late", True),
        ("task_reject_on_worker_lost", True),
        ("worker_prefetch_multiplier", 1),
        ("task_ignore_result", True),
        ("worker_soft_shutdown_timeout", 0),
        ("task_serializer", "json"),
        ("accept_content", ["json"]),
        ("task_publish_retry", False),
        ("result_backend", None),
    ],
)
def test_setting_is(name: str, value: object) -> None:
    assert app.conf[name] == value


def test_limits_are_in_order() -> None:
    """Soft < hard < visibility, for ordinary tasks and for the sender: nothing is delivered while it runs."""
    visibility = app.conf.broker_transport_options["visibility_timeout"]
    assert app.conf.task_soft_time_limit == 240
    assert app.conf.task_time_limit == 300
    assert visibility == 900
    for task in own_tasks():
        soft = task.soft_time_limit or app.conf.task_soft_time_limit
        hard = task.time_limit or app.conf.task_time_limit
        assert soft < hard < visibility, task.name


def test_lost_tasks_come_back_soon() -> None:
    options = app.conf.broker_transport_options
    assert options["unacked_restore_interval"] <= 10
    assert options["socket_connect_timeout"] == 0.2


def test_broker_and_cache_are_two_databases() -> None:
    assert app.conf.broker_url == settings.REDIS_URL
    assert settings.REDIS_URL != settings.CACHE_URL


def test_every_scheduled_task_exists_and_takes_its_arguments() -> None:
    app.loader.import_default_modules()
    for name, entry in BEAT_SCHEDULE.items():
        task = app.tasks[entry["task"]]
        task.__header__(*entry.get("args", ()))  # raises TypeError when the signature differs
        assert entry["options"]["queue"] in QUEUES, name


def test_every_knock_expires_before_the_next() -> None:
    """A worker that comes back finds one knock, not a night of them."""
    for name, entry in BEAT_SCHEDULE.items():
        assert entry["options"]["expires"] <= entry["schedule"].total_seconds(), name


def test_every_route_leads_to_a_queue_with_a_watchdog() -> None:
    app.loader.import_default_modules()
    assert {route["queue"] for route in TASK_ROUTES.values()} <= set(QUEUES)
    assert set(TASK_ROUTES) <= set(app.tasks)
    assert set(health.QUEUES) == set(QUEUES)


def test_no_task_waits_inside_the_broker() -> None:
    """No countdown, no ETA, no retry by Celery: what is due later is a row."""
    found = []
    for path in sorted(path for folder in APPS for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                names = {keyword.arg for keyword in node.keywords} & {"countdown", "eta", "autoretry_for"}
                if isinstance(node.func, ast.Attribute) and node.func.attr == "retry":
                    names.add("retry")
                found += [f"{path.relative_to(ROOT)}:{node.lineno} {name}" for name in sorted(names)]
    assert found == []


def own_tasks() -> list[celery.Task]:
    app.loader.import_default_modules()
    return [task for name, task in app.tasks.items() if not name.startswith("celery.")]
