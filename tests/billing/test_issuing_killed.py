"""500 invoices issued by processes that are killed with -9 and that take one work in ten back: 1 … n, chain valid."""

import os
import random
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from deploy.launcher.processes import ROOT, end, has_ended, spawn
from members.billing.actions.verifying import verify_chain
from members.billing.models import Document, DocumentLine
from tests import servers
from tests.billing_factories import YEAR, make_payer

PATIENCE = 150.0
Issuer = subprocess.Popen


def make_drafts(number: int) -> None:
    organisation = make_payer().organisation
    amounts = {"net": Decimal(6000), "vat": Decimal(1200), "total": Decimal(7200)}
    rows = [Document(kind="invoice", organisation=organisation, **amounts, **YEAR) for _ in range(number)]
    line = {"label": "Cotisation de base", "unit_price": 6000, "net": 6000, "vat": "S20", "account": "756200", **YEAR}
    DocumentLine.objects.bulk_create(
        DocumentLine(document=row, position=1, **line) for row in Document.objects.bulk_create(rows)
    )


def issue_all(folder: Path, media: Path, *, kills: int, control: str = "") -> int:
    """Two processes at work until no draft is left; ``kills`` of them die in between. Gives the rollbacks."""
    chance, log = random.Random(20_261_122), folder / "issuers.log"
    variables = {**os.environ, "DATABASE_URL": servers.database_url(), "MEDIA_ROOT": str(media), "CLUB_MODE": "test"}
    taken_back, running, killed, seed = folder / "rolled-back", [], 0, 0
    drafts = total = Document.objects.filter(number=None).count()
    deadline = time.monotonic() + PATIENCE
    try:
        while drafts and time.monotonic() < deadline:
            running = [issuer for issuer in running if not has_ended(issuer)]
            while len(running) < 2:
                seed += 1
                argv = [sys.executable, "-m", "tests.billing.issuer", str(seed), str(taken_back), control]
                running.append(spawn(argv, log=log, env=variables, cwd=ROOT))
            if total - drafts > (killed + 1) * total / (kills + 1):
                os.killpg(chance.choice(running).pid, signal.SIGKILL)
                killed += 1
            time.sleep(chance.uniform(0.01, 0.1))
            drafts = Document.objects.filter(number=None).count()
    finally:
        for issuer in running:
            end(issuer)
    assert (drafts, killed) == (0, kills), log.read_text()
    return taken_back.read_text().count("\n")


def holes() -> list[int]:
    ranks = list(Document.objects.issued().order_by("rank").values_list("rank", flat=True))
    return sorted(set(range(1, ranks[-1] + 1)) - set(ranks))


@pytest.mark.slow
def test_five_hundred_invoices_leave_no_hole(real_database: str, tmp_path: Path, settings: Any) -> None:
    make_drafts(500)
    rollbacks = issue_all(tmp_path, Path(settings.MEDIA_ROOT), kills=10)
    ranks = list(Document.objects.issued().order_by("rank").values_list("rank", flat=True))
    assert ranks == list(range(1, 501))
    assert rollbacks > 20
    verdict = verify_chain()
    assert (verdict.checked, verdict.why) == (500, "")


@pytest.mark.slow
def test_a_sequence_would_leave_holes(real_database: str, tmp_path: Path, settings: Any) -> None:
    """Negative control: the same work with numbers drawn from a sequence."""
    make_drafts(60)
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE control_numbers")
    rollbacks = issue_all(tmp_path, Path(settings.MEDIA_ROOT), kills=1, control="sequence")
    assert rollbacks
    assert len(holes()) >= rollbacks
