"""How many rows, without reading them all: exact while it is cheap, else an estimate that says so."""

import json
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db import connection, models

EXACT_UP_TO = 20_000
PAGED_UP_TO = 10_000


def estimated_count(model: type[models.Model]) -> int:
    """PostgreSQL's own estimate for a big table, the exact number for a small one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table])
        estimate = cursor.fetchone()[0]
    return estimate if estimate > EXACT_UP_TO else model._default_manager.count()


def about(rows: models.QuerySet[Any]) -> int:
    """The exact number while it is small, else what PostgreSQL expects to find: for counts that only inform."""
    found = rows.order_by()[: EXACT_UP_TO + 1].count()
    if found <= EXACT_UP_TO:
        return found
    plan = json.loads(rows.order_by().explain(format="json"))
    return plan[0]["Plan"]["Plan Rows"]


class CappedPaginator(Paginator):
    """Numbered pages over the first 10,000 rows; beyond, people search or filter."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return len(rows) if isinstance(rows, list) else rows.order_by()[: PAGED_UP_TO + 1].count()

    @cached_property
    def spoken_count(self) -> str:
        """ "6 350", or "plus de 10 000" when nobody counted further."""
        if self.count > PAGED_UP_TO:
            return f"plus de {PAGED_UP_TO:,}".replace(",", "\u00a0")
        return f"{self.count:,}".replace(",", "\u00a0")
