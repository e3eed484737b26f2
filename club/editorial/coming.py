"""What comes, week by week: publications, days of review, figures to update, and what other apps add."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import inf

from django.urls import reverse
from django.utils import timezone

from club.editorial.models import Article, Figure

WEEKS = 8
MOST = 200  # of each kind over all the weeks


@dataclass(frozen=True)
class Coming:
    """``at``: its hour when it has one; ``tone``: of the badge that names its kind."""

    day: date
    kind: str
    title: str
    url: str
    at: datetime | None = None
    tone: str = ""


@dataclass(frozen=True)
class Week:
    monday: date
    items: list[Coming]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


Source = Callable[[date, date], Iterable[Coming]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """``source(first, last)`` gives what another app expects between two days."""
    _sources.append(source)


def weeks(today: date | None = None) -> list[Week]:
    """This week and those that follow, the empty ones too."""
    first = (today or timezone.localdate()) - timedelta(days=(today or timezone.localdate()).weekday())
    last = first + timedelta(weeks=WEEKS, days=-1)
    found = [thing for source in (_publications, _reviews, _figures, *_sources) for thing in source(first, last)]
    found.sort(key=lambda thing: (thing.day, thing.at.timestamp() if thing.at else inf, thing.title))
    mondays = [first + timedelta(weeks=number) for number in range(WEEKS)]
    return [
        Week(monday, [thing for thing in found if monday <= thing.day < monday + timedelta(weeks=1)])
        for monday in mondays
    ]


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The instants between which the days from ``first`` to ``last`` lie, in Paris."""
    zone = timezone.get_current_timezone()
    return (
        datetime.combine(first, time(), tzinfo=zone),
        datetime.combine(last + timedelta(days=1), time(), tzinfo=zone),
    )


def _publications(first: date, last: date) -> Iterator[Coming]:
    rows = Article.objects.filter(stage=Article.Stage.SCHEDULED, publish_at__range=bounds(first, last))
    for article in rows.order_by("publish_at", "pk")[:MOST]:
        hour = timezone.localtime(article.publish_at)
        yield Coming(hour.date(), "publication", article.title, _page(article), at=hour, tone="info")


def _reviews(first: date, last: date) -> Iterator[Coming]:
    rows = Article.objects.visible_to(None).filter(review_by__range=(first, last))
    for article in rows.order_by("review_by", "pk")[:MOST]:
        yield Coming(article.review_by or first, "relecture", article.title, _page(article), tone="warning")


def _figures(first: date, last: date) -> Iterator[Coming]:
    rows = Figure.objects.filter(is_published=True, next_update__range=(first, last))
    for figure in rows.order_by("next_update", "pk")[:MOST]:
        url = reverse("admin:editorial_figure_change", args=[figure.pk])
        yield Coming(figure.next_update or first, "chiffre à mettre à jour", str(figure), url, tone="warning")


def _page(article: Article) -> str:
    return reverse("console:articles:edit", args=[article.pk])
