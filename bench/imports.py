"""Import of contacts from CSV: rows a second, against a raw COPY of the same lines in the same run.

A third of the rows create, a third change a telephone number, a third change nothing; each row is validated, gets a
report, and goes through history. ``--profile`` tells where the time goes.
"""

import argparse
import cProfile
import csv
import multiprocessing
import os
import pstats
import re
import time
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test.utils import override_settings

from bench import _people as people
from members.imports import apply, check, receive
from members.models import ImportRow, ImportRun, User

TITLES = ["Nom", "Prénom", "Courriel", "Téléphone", "Réseau", "Fonction", "Code postal", "Ville", "Sujets"]


def file_of(rows: int, path: Path) -> None:
    """The first two thirds are people of the base; every second of them has another number."""
    labels = {topic.value: str(topic.label) for topic in people.Topic}
    with path.open("w", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(TITLES)
        for n, p in enumerate(people.Crowd().people(rows)):
            phone = p["phone"].replace("01 99", "02 99") if n % 2 and n < rows * 2 // 3 else p["phone"]
            topics = ", ".join(labels[topic] for topic in p["topics"].strip("{}").split(","))
            network = f"Chambre de métiers n° {(1000 + n) % people.NETWORKS}"
            writer.writerow(
                [p["last"], p["first"], p["email"], phone, network, "Conseiller", p["postcode"], p["town"], topics]
            )


def raw_copy(path: Path) -> float:
    """Seconds to COPY the same lines into a plain table."""
    with connection.cursor() as cursor, path.open() as file:
        cursor.execute("DROP TABLE IF EXISTS bench_raw")
        cursor.execute(f"CREATE TABLE bench_raw ({', '.join(f'c{i} text' for i in range(len(TITLES)))})")
        started = time.perf_counter()
        cursor.copy_expert("COPY bench_raw FROM STDIN (FORMAT csv, DELIMITER ';', HEADER)", file)
        return time.perf_counter() - started


class Watch(Thread):
    """Processor time and largest memory of this process, of the reader it starts and of its database server process
    (Linux: what /proc says)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        connection.ensure_connection()
        self.base = connection.connection.get_backend_pid()
        Path("/proc/self/clear_refs").write_text("5")  # forget the peak of what came before
        self.over, self.reader_mb, self.base_mb = Event(), 0, 0
        self.spent = self._spent()

    def run(self) -> None:
        while not self.over.wait(0.05):
            for child in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split():
                self.reader_mb = max(self.reader_mb, _memory(child, "VmHWM"))
            self.base_mb = max(self.base_mb, _memory(self.base, "RssAnon"))

    def told(self) -> str:
        self.over.set()
        self.join()
        ours, base, readers = (after - before for after, before in zip(self._spent(), self.spent, strict=True))
        return (
            f"processor: ours {ours:.1f} s, base {base:.1f} s, reader {readers:.1f} s · memory: "
            f"ours {_memory('self', 'VmHWM')} MB, base {self.base_mb} MB, reader {self.reader_mb} MB"
        )

    def _spent(self) -> tuple[float, float, float]:
        mine = os.times()
        stat = Path(f"/proc/{self.base}/stat").read_text().rpartition(")")[2].split()
        base = (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")
        return mine.user + mine.system, base, mine.children_user + mine.children_system


def _memory(pid: object, what: str) -> int:
    """Megabytes; 0 once the process is gone."""
    try:
        found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) // 1024 if found else 0


def one_import(path: Path, profiler: cProfile.Profile | None) -> tuple[float, float, ImportRun]:
    author = User.objects.filter(is_staff=True).first() or User.objects.create_user(
        "staff@club.example", is_staff=True
    )
    run = receive.receive(
        author=author,
        kind="ambassadeurs",
        file=SimpleUploadedFile("contacts.csv", path.read_bytes()),
        source_label="mesure",
        collected_on=date(2026, 11, 1),
    )
    if profiler:
        profiler.enable()
    started = time.perf_counter()
    check.check(run.pk)
    middle = time.perf_counter()
    run.refresh_from_db()
    if run.state != "ready":
        raise SystemExit(f"The check ended {run.state}: {run.problem}")
    receive.confirm(run=run, author=author)
    apply.apply(run.pk)
    ended = time.perf_counter()
    if profiler:
        profiler.disable()
    run.refresh_from_db()
    return middle - started, ended - middle, run


def apart(work: Callable[..., None], *given: object) -> None:
    """In a process of its own, so that its memory is not counted with that of the import."""
    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=work, args=given)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{work.__name__} ended {process.exitcode}.")


def restore(rows: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE members_user, members_userevent, ambassadors_ambassadorevent, members_importrun CASCADE"
        )
    people.seed_ambassadors(rows * 2 // 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    apart(people.prepare)
    profiler = cProfile.Profile() if given.profile else None
    checks, writes, copies = [], [], []
    with TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=Path(folder)):
        path = Path(folder) / "contacts.csv"
        apart(file_of, given.rows, path)
        for _ in range(given.rounds):
            apart(restore, given.rows)
            copies.append(raw_copy(path))
            watch = Watch()
            watch.start()
            checked, written, run = one_import(path, profiler)
            checks.append(checked)
            writes.append(written)
            print(
                f"  check {checked:.2f} s, write {written:.2f} s, copy {copies[-1]:.2f} s · created {run.created}, "
                f"updated {run.updated}, unchanged {run.unchanged}, refused {run.refused} · "
                f"report rows {ImportRow.objects.filter(run=run).count()} · {watch.told()}"
            )
    total = people.median([a + b for a, b in zip(checks, writes, strict=True)])
    copied = people.median(copies)
    print(f"import: {given.rows / total:,.0f} rows/s (target 10,000) · raw COPY {given.rows / copied:,.0f} rows/s")
    print(f"ratio to raw COPY: {copied / total:.3f}")
    if profiler:
        out = StringIO()
        pstats.Stats(profiler, stream=out).sort_stats("tottime").print_stats(40)
        print(out.getvalue())


if __name__ == "__main__":
    main()
