"""The test kit itself: clones, workers, a PostgreSQL of one's own."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from club.core import doorbell
from club.core.models import OutboxMail
from tests import servers


@pytest.mark.slow
def test_clone_holds_what_migrations_wrote_and_is_really_committed_to(real_database: str) -> None:
    assert Permission.objects.exists()
    assert connection.in_atomic_block is False
    assert connection.settings_dict["NAME"] in real_database


@pytest.mark.slow
def test_own_postgres_survives_kill_9(django_db_setup: None, django_db_blocker: object, tmp_path: Path) -> None:
    with django_db_blocker.unblock(), servers.own_postgres(tmp_path / "postgres") as server:
        permissions = Permission.objects.count()
        assert server.query("SHOW fsync") == "on"
        server.kill()
        connection.close()
        server.start()
        assert Permission.objects.count() == permissions > 0


def _mail() -> OutboxMail:
    number = OutboxMail.objects.count()
    address = f"anne{number}@tpe.example"
    return OutboxMail.objects.create(key=f"test:{number}", to_address=address, subject="Bonjour", text="Bonjour")


@pytest.mark.slow
def test_worker_does_what_was_committed_here(real_database: str, tmp_path: Path) -> None:
    """Row here, doorbell, worker elsewhere, SMTP dialogue, outcome written back; a paused worker does nothing."""
    with (
        servers.running_sink(tmp_path) as sink,
        servers.running_worker(tmp_path, queues="mail", EMAIL_URL=sink.url) as worker,
    ):
        mail = _mail()
        doorbell.ring("core.deliver_outbox_mail", mail.pk)
        servers.wait_for(lambda: OutboxMail.objects.get(pk=mail.pk).state == OutboxMail.State.SENT)
        assert [kept.recipients for kept in sink.mailbox.newest()] == [mail.to_address]
        worker.pause()
        doorbell.ring("core.deliver_outbox_mail", _mail().pk)
        assert sink.mailbox.count() == 1
        worker.resume()
        servers.wait_for(lambda: sink.mailbox.count() == 2)
