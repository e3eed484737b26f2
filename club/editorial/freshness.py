"""Everything on the site past the day somebody was to read it again, what matters most first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from club.core.readings import read_since
from club.editorial.models import Article, Figure

SHOWN = 50


@dataclass(frozen=True)
class Stale:
    """``days`` past its day, ``read`` over 90 days; ``article``: what « toujours juste » acts on, no figure."""

    title: str
    kind: str
    url: str
    due: date
    days: int
    read: int = 0
    article: int | None = None

    @property
    def weight(self) -> int:
        """Age by reading: a page nobody reads still comes, in its turn."""
        return (self.days + 1) * (self.read + 1)


def stale_count() -> int:
    return Article.objects.to_refresh().count() + Figure.objects.to_refresh().count()


def stale(today: date | None = None) -> tuple[list[Stale], int]:
    """The first ``SHOWN`` by weight, and how many there are."""
    day = today or timezone.localdate()
    figures = [
        Stale(str(one), "Chiffre clé", reverse("admin:editorial_figure_change", args=[one.pk]), due, _age(due, day))
        for one in Figure.objects.to_refresh(day)
        if (due := one.next_update)
    ]
    articles = Article.objects.to_refresh(day)
    dues = dict(articles.values_list("pk", "review_by"))
    read = read_since("article", dues)
    first = sorted(dues, key=lambda pk: -((_age(dues[pk], day) + 1) * (read.get(pk, 0) + 1)))[:SHOWN]
    found = [*figures, *_of_articles(articles.filter(pk__in=first), read, day)]
    return sorted(found, key=lambda one: -one.weight)[:SHOWN], len(dues) + len(figures)


def _of_articles(articles: QuerySet[Article], read: dict[int, int], day: date) -> list[Stale]:
    return [
        Stale(
            article.title,
            article.get_level_display(),
            reverse("console:articles:edit", args=[article.pk]),
            article.review_by,
            _age(article.review_by, day),
            read.get(article.pk, 0),
            article.pk,
        )
        for article in articles.only("title", "level", "review_by")
    ]


def _age(due: date, day: date) -> int:
    return (day - due).days
