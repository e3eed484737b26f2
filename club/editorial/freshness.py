"""What is to be put right on the site: past its day of review, or with dead links; what matters most first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, DateField, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, ExtractDay, Greatest
from django.urls import reverse
from django.utils import timezone

from club.core.links import Outcome
from club.core.readings import times_read
from club.editorial.models import Article, Figure, LinkCheck

SHOWN = 50
DEAD_IS_AS_OLD_AS = 30  # days
ARTICLE, FIGURE = "article", "figure"
_dead = LinkCheck.objects.filter(article=OuterRef("pk"), outcome=Outcome.DEAD).order_by().values("article")
DEAD = Coalesce(Subquery(_dead.annotate(number=Count("pk")).values("number"), output_field=IntegerField()), 0)


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


def stale_count() -> int:
    return Article.objects.to_mend().count() + Figure.objects.to_refresh().count()


def stale(today: date | None = None, *, page: int = 1) -> tuple[list[Stale], int, int]:
    """A page of ``SHOWN``, the heaviest first, how many there are in all, and which page it is.

    Five statements, whatever their number. ``page``: from 1; beyond the last, the last.
    """
    day, total = today or timezone.localdate(), stale_count()
    page = min(page, max(total - 1, 0) // SHOWN + 1)
    start = SHOWN * (page - 1)
    late = _age("review_by", day) + DEAD * DEAD_IS_AS_OLD_AS
    ranked = _ranked(ARTICLE, Article.objects.to_mend(day), late * (times_read("article") + 1))
    ranked = ranked.union(_ranked(FIGURE, Figure.objects.to_refresh(day), _age("next_update", day)), all=True)
    places = list(ranked.order_by("-weight", "-kind", "pk")[start : start + SHOWN])
    found = _articles([pk for kind, pk, _ in places if kind == ARTICLE], day)
    found |= _figures([pk for kind, pk, _ in places if kind == FIGURE], day)
    return [found[kind, pk] for kind, pk, _ in places if (kind, pk) in found], total, page


def _ranked(kind: str, rows: "QuerySet[Any]", weight: Any) -> "QuerySet[Any]":
    """Age by reading: a page nobody reads still comes, in its turn."""
    return rows.order_by().annotate(kind=Value(kind), weight=weight).values_list("kind", "pk", "weight")


def _age(column: str, day: date) -> Any:
    """Days past ``column``, plus one."""
    return Greatest(ExtractDay(Value(day, DateField()) - F(column)), 0) + 1


def _articles(numbers: list[int], day: date) -> dict[tuple[str, int], Stale]:
    rows = Article.objects.filter(pk__in=numbers).annotate(read=times_read("article"), dead=DEAD)
    return {
        (ARTICLE, one.pk): Stale(
            one.title,
            one.get_level_display(),
            reverse("console:articles:edit", args=[one.pk]),
            one.review_by,
            (day - one.review_by).days,
            one.read,
            one.pk,
            one.dead,
        )
        for one in rows.only("title", "level", "review_by")
        if one.review_by
    }


def _figures(numbers: list[int], day: date) -> dict[tuple[str, int], Stale]:
    return {
        (FIGURE, one.pk): Stale(
            str(one), "Chiffre clé", reverse("admin:editorial_figure_change", args=[one.pk]), due, (day - due).days
        )
        for one in Figure.objects.filter(pk__in=numbers)
        if (due := one.next_update)
    }
