"""The application of Celery with one guard of the protocol switched off, for negative controls with real workers."""

import os

import django
from celery.signals import worker_init

from club.celery import app as app

GUARD = "FLASH_GUARD_OFF"


@worker_init.connect
def _switch_off(**_: object) -> None:
    """In the parent, before it forks the processes that run tasks."""
    django.setup()
    from tests.newsletters.kit import guards

    (guards.OFF | guards.SWEEPING_OFF)[os.environ[GUARD]]()
