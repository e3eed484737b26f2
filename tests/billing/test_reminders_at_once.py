"""Two clocks that knock at the same moment: each reminder leaves once."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from club.core.models import OutboxMail
from members.billing.actions import reminding
from members.billing.models import Reminder
from tests.billing.test_reminders import after, owed


def test_two_clocks_at_once_send_each_reminder_once(real_database: str) -> None:
    for _ in range(5):
        owed()

    def work(_: int) -> None:
        try:
            reminding.remind(after(8))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    reminding.remind(after(8))
    assert Reminder.objects.filter(state="sent").count() == OutboxMail.objects.count() == 5
    assert Reminder.objects.count() == 10
