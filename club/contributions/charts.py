"""Charts of reach as the server draws them: one bar an insert, whole numbers of SVG units, no style of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from club.contributions.reach import Insert, percent
from club.core.days import date_format
from club.core.templatetags.club import nombre

WIDTH, LONGEST, ROW = 360, 270, 46


@dataclass(frozen=True, slots=True)
class Bar:
    """``mark``: where the median of the section stands, if it is told."""

    label: str
    value: str
    width: int
    mark: int | None
    top: int

    @property
    def label_y(self) -> int:
        return self.top + 14

    @property
    def bar_y(self) -> int:
        return self.top + 20

    @property
    def value_y(self) -> int:
        return self.top + 34

    @property
    def value_x(self) -> int:
        return max(self.width, self.mark or 0) + 8


@dataclass(frozen=True, slots=True)
class Chart:
    """``name`` is its anchor in the page; ``description`` says in words what the bars show."""

    name: str
    title: str
    description: str
    bars: Sequence[Bar]

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return ROW * len(self.bars) + 4

    @property
    def has_marks(self) -> bool:
        return any(bar.mark is not None for bar in self.bars)


def reached(inserts: Sequence[Insert]) -> Chart:
    """How many people each insert reached."""
    counted = [(one, one.figures.reached) for one in inserts if one.figures and one.figures.reached is not None]
    longest = max((number for _, number in counted), default=0) or 1
    bars = [
        Bar(_label(one), nombre(number), number * LONGEST // longest, None, ROW * index)
        for index, (one, number) in enumerate(counted)
    ]
    words = _said([one for one, _ in counted], lambda one: one.reached)
    return Chart("touches", "Personnes atteintes par chaque encart", words, bars)


def rates(inserts: Sequence[Insert]) -> Chart:
    """Clicks per hundred counted readers, with the median of the section; inserts without a rate have no bar."""
    told = [one for one in inserts if one.figures and one.clicks and one.figures.rate is not None]
    values = [value for one in told if one.figures for value in (one.figures.rate, one.figures.median) if value]
    longest = max(values, default=0) or 1
    bars = []
    for index, one in enumerate(told):
        rate, median = (one.figures.rate or 0.0, one.figures.median) if one.figures else (0.0, None)
        mark = None if median is None else round(median * LONGEST / longest)
        bars.append(Bar(_label(one), percent(rate), round(rate * LONGEST / longest), mark, ROW * index))
    words = _said(told, lambda one: one.beside)
    return Chart("clics", "Clics pour cent lecteurs comptés", words, bars)


def _label(one: Insert) -> str:
    return f"n°\u00a0{one.placement.issue.number}, {date_format(one.placement.sent_on, 'j F')}"


def _said(inserts: Sequence[Insert], words: Callable[[Insert], str]) -> str:
    return "\u00a0; ".join(f"{_label(one)}\u00a0: {words(one)}" for one in inserts) + "."
