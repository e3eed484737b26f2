"""Bars of charts, drawn by our own template: a table whose rows bear their bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

SCALE = 1000


@dataclass(frozen=True)
class Bar:
    """``x`` and ``width`` in thousandths of the chart; ``cells`` are what the table says, the amounts last."""

    label: str
    cells: tuple[str, ...]
    x: int
    width: int
    tone: str


def bars(rows: Sequence[tuple[str, Decimal | int, tuple[str, ...], str]]) -> list[Bar]:
    """Bars from zero, of (label, value, cells, tone)."""
    top = max((value for _, value, _, _ in rows), default=0) or 1
    return [Bar(label, cells, 0, _share(value, top), tone) for label, value, cells, tone in rows]


def floating(rows: Sequence[tuple[str, Decimal, Decimal, tuple[str, ...], str]]) -> list[Bar]:
    """Bars from a value to another, of (label, from, to, cells, tone): the steps of a bridge."""
    top = max((max(start, end) for _, start, end, _, _ in rows), default=Decimal(0)) or Decimal(1)
    return [
        Bar(label, cells, _share(min(start, end), top), _share(abs(end - start), top), tone)
        for label, start, end, cells, tone in rows
    ]


def _share(value: Decimal | int, top: Decimal | int) -> int:
    """A value that is not nothing stays visible."""
    return max(round(SCALE * value / top), 4 if value else 0)
