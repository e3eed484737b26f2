"""Several workers on one mail of the outbox, each in a transaction of its own."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.db import connection

from club.core import outbox
from tests.factories import make_mail
from tests.newsletters.kit.plan import Plan
from tests.newsletters.kit.running import running_sink


def test_ten_workers_send_one_mail(real_database: str, settings: Any, tmp_path: Path) -> None:
    mail = make_mail()

    def work(_: int) -> None:
        outbox.deliver(mail.pk)
        connection.close()

    with running_sink(tmp_path, Plan(delay=0.05)) as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", sink.port, 2
        with ThreadPoolExecutor(10) as pool:
            list(pool.map(work, range(20)))
        assert sink.accepted().total() == 1
