"""A process that issues drafts until none is left, to be killed: ``-m tests.billing.issuer SEED LOG [control]``.

One time in ten it takes its work back. ``control``: ranks come from a sequence instead of the counter row.
"""

import random
import sys
from pathlib import Path
from typing import Any


def main(seed: int, log: Path, control: str) -> None:
    import django

    django.setup()
    from django.db import transaction

    from members.billing.actions import documents
    from members.billing.models import Document

    if control:
        number_by_a_sequence()
    chance = random.Random(seed)
    while True:
        with transaction.atomic():
            draft = Document.objects.filter(number=None).select_for_update(skip_locked=True).first()
            if draft is None:
                return
            documents.issue(document=draft, by=None)
            if chance.random() < 0.1:
                transaction.set_rollback(True)
                with log.open("a") as file:
                    file.write("rolled back\n")


def number_by_a_sequence() -> None:
    """What the counter row prevents: a sequence gives its numbers for good, whatever becomes of the work."""
    from django.db import connection

    from members.billing.actions import issuing
    from members.billing.models import Counter

    def drawn(series: str, year: int) -> Any:
        counter, _ = Counter.objects.get_or_create(series=series, year=year)
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('control_numbers')")
            counter.last = cursor.fetchone()[0] - 1
        return counter, None

    issuing._locked_counter = drawn


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
