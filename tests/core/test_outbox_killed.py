"""A worker killed between the intent of a mail and its answer."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from club.core import doorbell, outbox
from club.core.models import OutboxMail
from tests import servers
from tests.factories import make_mail
from tests.newsletters.kit.plan import SILENT, Fault, Plan
from tests.newsletters.kit.running import running_sink

State = OutboxMail.State


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["dot", "accepted"])
def test_worker_killed_between_intent_and_answer(real_database: str, tmp_path: Path, stage: str) -> None:
    """kill -9 while the server keeps silent: a doubt, never a second copy."""
    with running_sink(tmp_path, Plan(faults=[Fault(stage, SILENT)])) as sink:
        mail = make_mail()
        with servers.running_worker(tmp_path, queues="mail", EMAIL_URL=sink.url) as worker:
            doorbell.ring("core.deliver_outbox_mail", mail.pk)
            servers.wait_for(lambda: OutboxMail.objects.get(pk=mail.pk).state == State.HANDING)
            if stage == "accepted":
                servers.wait_for(lambda: sink.accepted().total() == 1)
            worker.kill()
        sink.restart(Plan())
        OutboxMail.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        outbox.sweep()
        other = make_mail()
        with servers.running_worker(tmp_path, queues="mail", EMAIL_URL=sink.url):
            for row in (mail, other):
                doorbell.ring("core.deliver_outbox_mail", row.pk)
            servers.wait_for(lambda: OutboxMail.objects.get(pk=other.pk).state == State.SENT)
        copies = sink.recipients()
    assert copies[other.to_address] == 1
    assert copies[mail.to_address] == (1 if stage == "accepted" else 0)
    assert OutboxMail.objects.get(pk=mail.pk).state == State.UNCERTAIN
