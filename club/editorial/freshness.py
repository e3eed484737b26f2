"""What is to be put right on the site: past its day of review, or with dead links; what matters most first."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from club.core.links import Outcome
from club.core.readings import read_since
from club.editorial.models import Article, Figure, LinkCheck

SHOWN = 50
DEAD_IS_AS_OLD_AS = 30  # days


@dataclass(frozen=True)
class Stale:
    """``days`` past its day (fewer than none: before it), ``read`` over 90 days; ``dead``: links that lead nowhere.

    ``article``: what « toujours juste » acts on; a figure has none.
    """

    title: str
    kind: str
    url: str
    due: date
    days: int
    read: int = 0
    article: int | None = None
    dead: int = 0

    @property
    def weight(self) -> int:
        """Age by reading: a page nobody reads still comes, in its turn."""
        return (max(self.days, 0) + 1 + DEAD_IS_AS_OLD_AS * self.dead) * (self.read + 1)


def stale_count() -> int:
    return Article.objects.to_mend().count() + Figure.objects.to_refresh().count()


def stale(today: date | None = None) -> tuple[list[Stale], int]:
    """The first ``SHOWN`` by weight, and how many there are."""
    day = today or timezone.localdate()
    figures = [
        Stale(str(one), "Chiffre clé", reverse("admin:editorial_figure_change", args=[one.pk]), due, _age(due, day))
        for one in Figure.objects.to_refresh(day)
        if (due := one.next_update)
    ]
    found = [*figures, *_articles(day)]
    return sorted(found, key=lambda one: -one.weight)[:SHOWN], len(found)


def _articles(day: date) -> list[Stale]:
    """Titles and days alone: there may be thousands."""
    rows = list(Article.objects.to_mend(day).only("title", "level", "review_by"))
    numbers = [article.pk for article in rows]
    read = read_since("article", numbers)
    dead = Counter(
        LinkCheck.objects.filter(outcome=Outcome.DEAD, article__in=numbers).values_list("article", flat=True)
    )
    return [
        Stale(
            article.title,
            article.get_level_display(),
            reverse("console:articles:edit", args=[article.pk]),
            article.review_by,
            _age(article.review_by, day),
            read.get(article.pk, 0),
            article.pk,
            dead[article.pk],
        )
        for article in rows
        if article.review_by
    ]


def _age(due: date, day: date) -> int:
    return (day - due).days
