"""The way to the Club’s aim: prospects per stage, the dues hoped for, and what may be counted on."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from members.models import Prospect
from members.pricing import cents

ROW, BAR = 50, 300
"""Of the picture, in units of its view box: height of a row (a label above its bar), width of the longest bar."""


@dataclass(frozen=True)
class Step:
    """A stage: how many prospects, their yearly dues hoped for, and the part that the chance of the stage leaves."""

    stage: Prospect.Stage
    number: int
    expected: Decimal

    @property
    def weighted(self) -> Decimal:
        return cents(self.expected * self.stage.chance / 100)


@dataclass(frozen=True)
class Pipeline:
    steps: tuple[Step, ...]

    @property
    def number(self) -> int:
        return sum(step.number for step in self.steps)

    @property
    def expected(self) -> Decimal:
        return sum((step.expected for step in self.steps), Decimal(0))

    @property
    def weighted(self) -> Decimal:
        return sum((step.weighted for step in self.steps), Decimal(0))

    @property
    def hoped_members(self) -> int:
        """How many of them may be expected to join, to the nearest."""
        return round(sum(step.number * step.stage.chance for step in self.steps) / 100)

    def bars(self) -> list[dict[str, object]]:
        """The same figures as a picture: one row per stage, the weighted part inside the bar of what is hoped for."""
        longest = max((step.expected for step in self.steps), default=Decimal(0)) or Decimal(1)
        return [
            {
                "label": str(step.stage.label).capitalize(),
                "label_y": rank * ROW + 15,
                "y": rank * ROW + 21,
                "end_y": rank * ROW + 36,
                "expected": int(BAR * step.expected / longest),
                "weighted": int(BAR * step.weighted / longest),
                "end": int(BAR * step.expected / longest) + 8,
                "step": step,
            }
            for rank, step in enumerate(self.steps)
        ]

    @property
    def height(self) -> int:
        return ROW * len(self.steps)


def pipeline() -> Pipeline:
    """Prospects that are open, per stage, in the order of the stages; one statement."""
    rows = Prospect.objects.open().order_by().values_list("stage").annotate(n=Count("pk"), sum=Sum("expected"))
    found = {stage: (number, total) for stage, number, total in rows}
    stages = [stage for stage in Prospect.Stage if stage not in (Prospect.Stage.WON, Prospect.Stage.LOST)]
    return Pipeline(tuple(Step(stage, *found.get(stage.value, (0, Decimal(0)))) for stage in stages))
