"""Tasks of the kernel: id in, one call, safe to run twice."""

from celery import shared_task

from club.core import health, housekeeping, outbox, readings, spelling


@shared_task(name="core.deliver_outbox_mail")
def deliver_outbox_mail(mail_id: int) -> None:
    outbox.deliver(mail_id)


@shared_task(name="core.sweep_outbox")
def sweep_outbox() -> None:
    outbox.sweep()


@shared_task(name="core.pulse")
def pulse(queue: str) -> None:
    """Beat knocks on every queue: what reaches this line proves broker and worker together."""
    health.note_consumed(queue)


@shared_task(name="core.tidy")
def tidy() -> None:
    """Beat knocks every six hours: what has served is forgotten."""
    housekeeping.tidy()


@shared_task(name="core.learn_words")
def learn_words() -> None:
    """Beat knocks every hour, and each import when it is done: the words of names, for words typed wrong."""
    spelling.rebuild()


@shared_task(name="core.gather_readings")
def gather_readings() -> None:
    """Beat knocks every minute: what visitors read since the last time joins the counts of the day."""
    readings.gather()
