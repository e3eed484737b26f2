"""The same file and overlapping ones, imported by several processes at the same moment: each line once."""

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

from django.db import connection

from deploy.launcher.processes import ROOT
from members.billing.models import BankFile, BankLine
from tests.billing.statements import entry, part, statement
from tests.factories import make_staff
from tests.servers import wait_for

PROCESSES = 4
LINES = [entry(f"{n}.00", parts=[part(motif=f"Ligne {n}")]) for n in range(1, 121)]
IMPORT = """
    import sys, time, pathlib, django
    django.setup()
    from django.db import connection
    from members.billing.actions import banking
    from members.models import User
    folder, number, naive = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "naive"
    by = User.objects.get(pk=int(sys.argv[4]))
    if naive:  # as long as nobody else asks at the same time, this is enough
        def insert(lines):
            known = set(banking.BankLine.objects.values_list("account", "reference"))
            time.sleep(1)
            banking.BankLine.objects.bulk_create(l for l in lines if (l.account, l.reference) not in known)
        banking.insert = insert
    connection.ensure_connection()
    (folder / f"ready-{number}").touch()
    while not (folder / "go").exists():
        time.sleep(0.002)
    with open(folder / f"file-{number}.xml", "rb") as source:
        banking.receive(name=f"{number}.xml", source=source, by=by)
"""


def import_at_once(folder: Path, database: str, files: list[bytes], way: str = "real") -> None:
    environment = {**os.environ, "DATABASE_URL": database, "CLUB_MODE": "test", "DB_LOCK_TIMEOUT_MS": "30000"}
    environment["DJANGO_SETTINGS_MODULE"] = "club.settings"
    staff = str(make_staff().pk)
    running = []
    for number, content in enumerate(files):
        (folder / f"file-{number}.xml").write_bytes(content)
        argv = [sys.executable, "-c", dedent(IMPORT), str(folder), str(number), way, staff]
        running.append(subprocess.Popen(argv, cwd=ROOT, env=environment))
    wait_for(lambda: len(list(folder.glob("ready-*"))) == len(files), 60)
    (folder / "go").touch()
    assert [process.wait(60) for process in running] == [0] * len(files)


def test_one_file_in_parallel_is_one_file(real_database: str, tmp_path: Path) -> None:
    import_at_once(tmp_path, real_database, [statement(*LINES)] * PROCESSES)
    assert (BankFile.objects.count(), BankLine.objects.count()) == (1, len(LINES))
    assert BankFile.objects.get().new_count == len(LINES)


def overlapping() -> list[bytes]:
    return [statement(*LINES[start : start + 90][:: (-1) ** start]) for start in (0, 11, 20, 31)][:PROCESSES]


def test_overlapping_files_in_parallel_bring_each_line_once(real_database: str, tmp_path: Path) -> None:
    import_at_once(tmp_path, real_database, overlapping())
    assert BankFile.objects.count() == PROCESSES
    assert BankLine.objects.count() == BankLine.objects.values("amount").distinct().count() == len(LINES)
    assert sum(BankFile.objects.values_list("new_count", flat=True)) == len(LINES)


def test_without_the_key_lines_would_be_doubled(real_database: str, tmp_path: Path) -> None:
    """The negative control: look first, insert afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE billing_bankline DROP CONSTRAINT bank_line_once")
    import_at_once(tmp_path, real_database, overlapping(), "naive")
    assert BankLine.objects.count() > len(LINES)
