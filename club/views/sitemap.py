"""The map of the site for search engines: an index, then a file per section, every address with its true last change.

Nothing is dated of today because it was asked for today: an address without a date of its own bears none. The two
directories are cut by number of row, so that a file is one range of a key however many listings there are.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Max, QuerySet
from django.db.models.functions import TruncYear
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from ambassadors.models import Ambassador
from channel.models import Expert
from club.core.directory import RANGE
from club.core.pages import public_page
from club.core.topics import Topic
from club.editorial.models import OWN_ADDRESSES, Article, Level, Resource
from club.views.numbers import indexable_advisers, indexable_firms, indexable_places
from events.models import Event
from newsletters.models import Issue

SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
When = date | datetime | None
Page = tuple[str, When]
STILL = ["join", "contact", "legal", "privacy", "accessibility"]  # no row says when their template last changed


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """The files there are, each with the last change in it."""
    return _answer("sitemapindex", "sitemap", _files())


@public_page
def section(request: HttpRequest, name: str) -> HttpResponse:
    """The addresses of one section."""
    if name not in SECTIONS:
        raise Http404
    return _answer("urlset", "url", SECTIONS[name]())


@public_page
def listings(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One range of a directory."""
    rows = _range(name, number) if name in LISTINGS else None
    if rows is None or not rows.exists():
        raise Http404
    return _answer("urlset", "url", LISTINGS[name][1](rows))


def _answer(root: str, element: str, pages: Iterable[Page]) -> HttpResponse:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{SCHEMA}">']
    for path, when in pages:
        dated = f"<lastmod>{when.isoformat(timespec='seconds') if isinstance(when, datetime) else when}</lastmod>"
        lines.append(f"<{element}><loc>{escape(settings.SITE_URL + path)}</loc>{dated if when else ''}</{element}>")
    lines.append(f"</{root}>")
    return HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8")


def _files() -> Iterator[Page]:
    articles = _articles().aggregate(last=Max("updated_at"))["last"]
    resources = max((when for _, when in _resources()), default=None)
    letters = Issue.objects.archived().aggregate(last=Max("frozen_at"))["last"]
    dates = {"articles": articles, "themes": articles, "ressources": resources, "flash-info": letters}
    dates["agenda"] = Event.objects.announced().last_change()
    for name in SECTIONS:
        if name in ("pages", "annuaire", "agenda") or dates[name]:
            yield reverse("public:sitemap_section", args=[name]), dates.get(name)
    for name in LISTINGS:
        for number, last in _ranges(name):
            yield reverse("public:sitemap_listings", args=[name, number]), last


def _articles() -> QuerySet[Article]:
    return Article.objects.visible_to(None)


def _pages() -> Iterator[Page]:
    """The home page, the Club and its departments, lists: a list is as old as the newest thing in it."""
    last = dict(_articles().order_by().values_list("level").annotate(last=Max("updated_at")))
    own = dict(_articles().filter(level=Level.PAGE, slug__in=OWN_ADDRESSES).values_list("slug", "updated_at"))
    yield reverse("public:home"), None
    yield reverse("public:club"), last.get(Level.PAGE)
    for slug, name in OWN_ADDRESSES.items():
        yield reverse(name), own.get(slug)
    for level in Level.of_information():
        yield reverse(f"public:articles:{level}"), last.get(level)
    yield reverse("public:articles:resources"), max((when for _, when in _resources()), default=None)
    yield reverse("public:directory:search"), None
    yield reverse("public:plan"), None
    for name in STILL:
        yield reverse(f"public:{name}"), None


def _information() -> Iterator[Page]:
    """Articles, pages of the Club under its own address, dossiers and their parts."""
    for article in _articles().only("level", "slug", "parts", "updated_at").newest():
        if article.level == Level.PAGE and article.slug in OWN_ADDRESSES:
            continue
        yield article.get_absolute_url(), article.updated_at
        for part in article.parts:
            yield reverse("public:articles:part", args=[article.slug, part["slug"]]), article.updated_at


def themes_with_content() -> Iterator[tuple[str, str, datetime]]:
    """(theme, path, last change) of each theme that has something to read."""
    last: dict[str, Any] = {}
    for themes, when in _articles().of_information().values_list("themes", "updated_at"):
        last |= {theme: max(when, last.get(theme, when)) for theme in themes}
    for topic in Topic.values:
        if topic in last:
            yield topic, reverse("public:articles:theme", args=[topic]), last[topic]


def _themes() -> Iterator[Page]:
    return ((path, when) for _, path, when in themes_with_content())


def _resources() -> list[Page]:
    """Those that everybody may open; the day of publication, or of the newest edition when it came later."""
    rows = Resource.objects.visible_to(AnonymousUser()).newest().annotate(last=Max("editions__added_at"))
    return [
        (
            row.get_absolute_url(),
            max(row.published_on, timezone.localdate(row.last)) if row.last else row.published_on,
        )
        for row in rows
    ]


def _letters() -> Iterator[Page]:
    """The archive, its years, its issues. An issue bears links to its neighbours: what it says never changes."""
    issues = list(Issue.objects.archived().values_list("number", "frozen_at", TruncYear("frozen_at")))
    if issues:
        yield reverse("public:flash:archive"), max(left for _, left, _ in issues)
    for year in sorted({year for _, _, year in issues}, reverse=True):
        yield reverse("public:flash:year", args=[year.year]), max(left for _, left, y in issues if y == year)
    for number, left, _ in issues:
        yield reverse("public:flash:issue", args=[number]), left


def _agenda() -> Iterator[Page]:
    """What comes, the years that are over, the months that hold something, each event."""
    columns = ["slug", "state", "starts_at", "ends_at", "guest", "guest_role", "guest_public_from", "updated_at"]
    lists: dict[tuple[int, ...], datetime] = {}
    own: list[tuple[str, datetime]] = []
    for event in Event.objects.announced().only(*columns).with_programme():
        when, days = event.last_change(), event.days()
        own.append((event.get_absolute_url(), when))
        shown = {(), *((day.year, day.month) for day in days)}
        if event.is_over():
            shown.add((days[0].year,))
        lists |= {part: max(when, lists.get(part, when)) for part in shown}
    yield reverse("public:agenda:list"), lists.pop((), None)
    for part, when in sorted(lists.items(), reverse=True):
        yield reverse(f"public:agenda:{'month' if len(part) == 2 else 'year'}", args=part), when
    yield from own


SECTIONS: dict[str, Callable[[], Iterable[Page]]] = {
    "pages": _pages,
    "articles": _information,
    "themes": _themes,
    "ressources": _resources,
    "annuaire": indexable_places,
    "flash-info": _letters,
    "agenda": _agenda,
}
LISTINGS: dict[str, tuple[Callable[[], QuerySet[Any]], Callable[[QuerySet[Any]], Iterable[Page]]]] = {
    "professionnels": (Expert.objects.public, indexable_firms),
    "conseillers": (Ambassador.objects.public, indexable_advisers),
}


def _range(name: str, number: int) -> QuerySet[Any]:
    return LISTINGS[name][0]().filter(pk__gte=number * RANGE, pk__lt=(number + 1) * RANGE)


def _ranges(name: str) -> list[tuple[int, datetime | None]]:
    """Ranges that hold a listing, each with its last change, were it that one left; one statement, which stops at the
    first listing of a range and at its last change.
    """
    rows = LISTINGS[name][0]().order_by().values("pk")
    wanted, values = rows.query.sql_with_params()
    events = rows.model.events.rel.related_model._meta.db_table
    sql = f"""
        SELECT number, (SELECT max(pgh_created_at) FROM {events} WHERE pgh_obj_id / {RANGE} = number)
        FROM generate_series(0, (SELECT max(id) FROM {rows.model._meta.db_table}) / {RANGE}) number
        WHERE (SELECT pk FROM ({wanted}) wanted WHERE pk >= number * {RANGE} AND pk < (number + 1) * {RANGE} LIMIT 1)
            IS NOT NULL
        ORDER BY number"""  # noqa: S608 - names of our own tables
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
