"""Tasks of Flash info: ids in, one call, safe to run twice or never. The database says what is due."""

import mmap

import structlog
from celery import shared_task
from celery.signals import worker_ready, worker_shutting_down
from django.conf import settings
from kombu.exceptions import OperationalError

from club.core import doorbell
from newsletters import watching
from newsletters.actions import (
    checking,
    collecting,
    counting_reach,
    forgetting,
    informing,
    judging,
    notices,
    reactivating,
    receiving,
    returns,
    scheduling,
    subscriptions,
    sweeping,
    telling,
)
from newsletters.models import Issue
from newsletters.sending.limits import SOFT_TIME_LIMIT, TIME_LIMIT, Limits
from newsletters.sending.loop import Sender

logger = structlog.get_logger(__name__)

_stopping = mmap.mmap(-1, 1)  # one byte that a worker shares with the processes that run its tasks


@shared_task(name="newsletters.pump")
def pump() -> None:
    """Beat knocks each minute: abandoned leases, issues whose hour has come, lanes with rows due, the end."""
    if not settings.MAIL_ENABLED:
        logger.warning("mail_disabled", task="newsletters.pump")
        return
    sweeping.sweep()
    sweeping.freeze_due()
    sweeping.ring_lanes(sockets=Limits.from_settings().sockets)
    sweeping.finish_sendings()
    sweeping.note_closed_lanes()


@shared_task(name="newsletters.send_lane", soft_time_limit=SOFT_TIME_LIMIT, time_limit=TIME_LIMIT)
def send_lane(lane_id: int) -> None:
    """Sends what is due in one lane for about a minute, then rings for the next task."""
    if not settings.MAIL_ENABLED:
        logger.warning("mail_disabled", task="newsletters.send_lane")
        return
    sender = Sender(
        lane_id,
        on_window_end=lambda: doorbell.ring("newsletters.send_lane", lane_id),
        is_stopping=lambda: _stopping[0] == 1,
    )
    report = sender.run()
    logger.info("lane_sent", lane=lane_id, accepted=report.accepted)
    sweeping.finish_sendings()


@shared_task(name="newsletters.check_links")
def check_links(issue_id: int) -> None:
    checking.check_links(issue_id=issue_id)


@shared_task(name="newsletters.check_links_again")
def check_links_again(issue_id: int) -> None:
    checking.check_links(issue_id=issue_id, again=True)


@shared_task(name="newsletters.count_deliveries")
def count_deliveries(issue_id: int) -> None:
    """Asked by the page that watches a large issue leave."""
    watching.count(Issue.objects.get(pk=issue_id))


@shared_task(name="newsletters.prepare")
def prepare() -> None:
    """Beat knocks each quarter of an hour: slots ahead, links to check, what follows from issues that left."""
    scheduling.open_slots()
    checking.ask_for_every_issue()
    informing.note_recent()
    returns.weigh_recent()


@shared_task(name="newsletters.note_informed")
def note_informed(issue_id: int) -> None:
    informing.note_informed(issue_id=issue_id)


@shared_task(name="newsletters.weigh_refusals")
def weigh_refusals(issue_id: int) -> None:
    """Rung once all of an issue has left; beat's ``prepare`` weighs it again for an hour."""
    returns.weigh_refusals(issue_id=issue_id)


@shared_task(name="newsletters.inform")
def inform() -> None:
    """Beat knocks each quarter of an hour: people from files whom no Flash info told in time get a mail for it."""
    if not settings.MAIL_ENABLED:
        logger.warning("mail_disabled", task="newsletters.inform")
        return
    notices.inform()


@shared_task(name="newsletters.count_reach")
def count_reach(issue_id: int) -> None:
    """Rung at the end of an issue, when a doubt is settled, and by ``count_reach_due``."""
    counting_reach.count_reach(issue_id=issue_id)


@shared_task(name="newsletters.count_reach_due")
def count_reach_due() -> None:
    """Beat knocks each six hours: each issue is counted daily while it is young, later when more came back."""
    counting_reach.ask_for_due()


@shared_task(name="newsletters.forget_requests")
def forget_requests() -> None:
    subscriptions.forget_requests()
    reactivating.forget()
    receiving.forget()


@shared_task(name="newsletters.forget_addresses")
def forget_addresses() -> None:
    """Beat knocks each six hours: thirteen months after an issue left, its recipients' addresses go.

    So does what was noted of readers who agreed to it.
    """
    forgetting.forget_addresses()
    forgetting.forget_openings()


@shared_task(name="newsletters.judge_clicks")
def judge_clicks() -> None:
    """Beat knocks each minute: who asked for links of inserts and fell silent is judged."""
    judging.judge()


@shared_task(name="newsletters.collect_returns")
def collect_returns() -> None:
    """Beat knocks each five minutes: mailboxes of what comes back. A restored copy leaves them to the original."""
    if settings.MAIL_ENABLED:
        collecting.collect()


@shared_task(name="newsletters.tell_colleagues")
def tell_colleagues() -> None:
    """Rung when an address dies; beat knocks too: an administrator of its organisations is asked to correct it."""
    telling.tell_colleagues()


@worker_shutting_down.connect
def _stop_between_two_messages(**_: object) -> None:
    """A deployment leaves nobody in doubt: senders finish what they have in hand, the next worker goes on."""
    _stopping[0] = 1


@worker_ready.connect
def _knock_at_start(**_: object) -> None:
    """What a dead worker left behind does not wait for the next minute."""
    for task in (prepare, pump):
        try:
            task.apply_async(retry=False)
        except OperationalError:  # beat knocks soon
            logger.warning("doorbell_unheard", task=task.name)
