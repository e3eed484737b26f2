"""The Celery application and everything that happens by the clock.

PostgreSQL is the queue and Redis a doorbell: each entry below only *knocks*; what is due is read from rows.
"""

import os
from datetime import timedelta

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "club.settings")


QUEUES = ("default", "mail", "slow", "flash")


def _knock(task: str, queue: str = "default", *args: str, **every: float) -> dict[str, object]:
    period = timedelta(**every)
    return {
        "task": task,
        "args": args,
        "schedule": period,
        "options": {"queue": queue, "expires": period.total_seconds()},
    }


BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "outbox-sweep": _knock("core.sweep_outbox", "mail", minutes=1),
    "tidy": _knock("core.tidy", hours=6),
    "imports-sweep": _knock("members.sweep_imports", minutes=1),
    "readings-gather": _knock("core.gather_readings", minutes=1),
    "editorial-publish": _knock("editorial.publish_due", minutes=1),
    "editorial-cards": _knock("editorial.draw_cards", "slow", hours=1),
    "editorial-links": _knock("editorial.check_links", "slow", minutes=15),
    "press-knock": _knock("press.knock", minutes=1),
    "press-digest": _knock("press.digest", minutes=30),
    "press-purge": _knock("press.purge", "slow", hours=1),
    "words-learn": _knock("core.learn_words", "slow", hours=1),
    "imports-purge": _knock("members.purge_imports", hours=6),
    "joining-forget": _knock("members.forget_applications", "slow", hours=6),
    "enquiries-forget": _knock("members.forget_enquiries", hours=6),
    "claims-forget": _knock("channel.forget_claims", hours=6),
    "names-follow": _knock("ambassadors.follow_names", hours=1),
    "dues-remind": _knock("billing.remind", "slow", hours=6),
    "dues-renew": _knock("billing.renew", "slow", hours=6),
    "events-tell": _knock("events.tell", minutes=1),
    "events-remind": _knock("events.remind", minutes=15),
    "events-workshops": _knock("events.write_workshops", "slow", minutes=1),
    "events-follow-up": _knock("events.follow_up", minutes=15),
    "events-offers": _knock("events.settle_offers", minutes=1),
    "events-suppliers": _knock("events.remind_suppliers", "slow", minutes=15),
    "flash-pump": _knock("newsletters.pump", minutes=1),
    "flash-prepare": _knock("newsletters.prepare", minutes=15),
    "flash-inform": _knock("newsletters.inform", "slow", minutes=15),
    "flash-addresses": _knock("newsletters.forget_addresses", "slow", hours=6),
    "flash-returns": _knock("newsletters.collect_returns", "slow", minutes=5),
    "flash-tell": _knock("newsletters.tell_colleagues", minutes=15),
    "flash-reach": _knock("newsletters.count_reach_due", "slow", hours=6),
    "flash-clicks": _knock("newsletters.judge_clicks", minutes=1),
    "flash-requests": _knock("newsletters.forget_requests", hours=6),
    "content-calls": _knock("contributions.call", "slow", minutes=15),
    "content-reach": _knock("contributions.tell_reach", "slow", minutes=15),
    "placements-settle": _knock("contributions.settle_placements", minutes=5),
    **{f"pulse-{queue}": _knock("core.pulse", queue, queue, minutes=1) for queue in QUEUES},
}

TASK_ROUTES: dict[str, dict[str, str]] = {
    "members.check_import": {"queue": "slow"},
    "members.apply_import": {"queue": "slow"},
    "core.deliver_outbox_mail": {"queue": "mail"},
    "core.learn_words": {"queue": "slow"},
    "editorial.draw_cards": {"queue": "slow"},
    "editorial.check_links": {"queue": "slow"},
    "members.forget_applications": {"queue": "slow"},
    "events.write_workshops": {"queue": "slow"},
    "press.fetch": {"queue": "slow"},
    "press.purge": {"queue": "slow"},
    "billing.remind": {"queue": "slow"},
    "billing.renew": {"queue": "slow"},
    "billing.send_renewals": {"queue": "slow"},
    "billing.begin_renewals": {"queue": "slow"},
    "contributions.call": {"queue": "slow"},
    "contributions.tell_reach": {"queue": "slow"},
    "events.remind_suppliers": {"queue": "slow"},
    "newsletters.send_lane": {"queue": "flash"},
    "newsletters.collect_returns": {"queue": "slow"},
    "newsletters.forget_addresses": {"queue": "slow"},
    "newsletters.inform": {"queue": "slow"},
    "newsletters.count_reach": {"queue": "slow"},
    "newsletters.count_reach_due": {"queue": "slow"},
    "newsletters.check_links": {"queue": "slow"},
    "newsletters.check_links_again": {"queue": "slow"},
}

app = Celery("club")
app.conf.update(
    accept_content=["json"],
    task_serializer="json",
    result_serializer="json",
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    task_soft_time_limit=240,
    task_time_limit=300,
    task_default_queue="default",
    task_publish_retry=False,
    broker_connection_retry_on_startup=True,
    broker_connection_timeout=2,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": 900,
        "unacked_restore_interval": 10,
        "socket_connect_timeout": 0.2,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "socket_timeout": 5,
        "socket_keepalive": True,
    },
    timezone="Europe/Paris",
    enable_utc=True,
    task_routes=TASK_ROUTES,
    beat_schedule=BEAT_SCHEDULE,
)


@app.on_configure.connect
def _read_django_settings(sender: Celery, **_kwargs: object) -> None:
    from django.conf import settings

    sender.conf.broker_url = settings.REDIS_URL


app.autodiscover_tasks()
