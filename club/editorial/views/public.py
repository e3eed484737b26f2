"""The three levels of information: lists, articles, dossiers part by part, themes, feeds."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from club.core import images
from club.core.pages import public_page
from club.core.paging import page_of
from club.core.readings import mark
from club.core.topics import Topic
from club.editorial.cards import FOLDER
from club.editorial.models import Article, FormerAddress, Level
from club.editorial.reading import (
    contents_of,
    html_of,
    reading_minutes,
    related_to,
    sections_of,
    sources_of,
    told_to_machines,
)
from club.editorial.rendering import image_tag

FEED_ENTRIES = 20
LEADS = {
    Level.TIP: "Deux minutes de lecture, un geste à faire, ce qu’il rapporte et ce qu’il demande.",
    Level.NEWS: "Ce qui change pour les petites entreprises, avec la date et la source.",
    Level.DOSSIER: "Un sujet entier, partie par partie, pour décider en connaissance de cause.",
}

LISTS = {level: f"public:articles:{level}" for level in Level.of_information()} | {Level.PAGE: "public:club"}


def level_tabs(current: Level | None) -> list[tuple[str, str, bool]]:
    return [(str(one.label), reverse(f"public:articles:{one}"), one == current) for one in Level.of_information()]


@public_page
def level(request: HttpRequest, level: Level) -> HttpResponse:
    """The articles of a level, the newest first."""
    articles = Article.objects.visible_to(request.user).filter(level=level).select_related("sponsor", "picture")
    context = {
        "level": level,
        "lead": LEADS[level],
        "page": page_of(articles, request, key="-published_at", size=12, known=articles),
        "tabs": level_tabs(level),
        "topics": Topic.choices,
        "feed": reverse(f"public:articles:{level}_feed"),
    }
    return render(request, "editorial/public/level.html", context)


@public_page
def theme(request: HttpRequest, topic: str) -> HttpResponse:
    """A subject over the three levels."""
    if topic not in Topic.values:
        raise Http404
    articles = Article.objects.visible_to(request.user).of_information().filter(themes__contains=[topic])
    articles = articles.select_related("sponsor", "picture")
    page = page_of(articles, request, key="-published_at", size=12, known=articles)
    feed = reverse("public:articles:theme_feed", args=[topic])
    context = {"topic": Topic(topic), "page": page, "topics": Topic.choices, "feed": feed}
    return render(request, "editorial/public/theme.html", context)


@public_page
def article(request: HttpRequest, level: Level, slug: str) -> HttpResponse:
    """An article, a page of the Club or the opening of a dossier; a former address leads to the one of today."""
    found = _found(request, level, slug)
    if isinstance(found, HttpResponse):
        return found
    if found.get_absolute_url() != request.path:
        return redirect(found, permanent=True)
    context = article_context(found) | {"body": html_of(found.body)[0], "contents": contents_of(found.body)}
    context |= told_to_machines(found, request.path)
    template = "editorial/public/page.html" if found.level == Level.PAGE else "editorial/public/article.html"
    return mark(render(request, template, context), "article", found.pk)


@public_page
def part(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """One part of a dossier, with the way to the others."""
    found = _found(request, Level.DOSSIER, slug)
    if isinstance(found, HttpResponse):
        return found
    sections = sections_of(found)
    shown = next((section for section in sections if section.slug == part), None)
    if shown is None:
        return redirect(found, permanent=False)
    around = {"previous": sections[shown.number - 2] if shown.number > 1 else None}
    around["next"] = sections[shown.number] if shown.number < len(sections) else None
    context = article_context(found) | around | {"section": shown, "body": html_of(shown.body)[0]}
    context["contents"] = contents_of(shown.body)
    context |= told_to_machines(found, request.path, shown.title)
    context["trail"] = [
        (str(Level.DOSSIER.label), reverse("public:articles:dossier")),
        (found.title, found.get_absolute_url()),
    ]
    return mark(render(request, "editorial/public/part.html", context), "article", found.pk)


@public_page
def whole(request: HttpRequest, slug: str) -> HttpResponse:
    """A dossier in one piece, to be printed or read on."""
    found = _found(request, Level.DOSSIER, slug)
    if isinstance(found, HttpResponse):
        return found
    sections = sections_of(found)
    opening, *bodies = html_of(found.body, *(section.body for section in sections))
    context = article_context(found) | {"body": opening, "bodies": list(zip(sections, bodies, strict=True))}
    return mark(render(request, "editorial/public/whole.html", context), "article", found.pk)


def _found(request: HttpRequest, level: Level, slug: str) -> Article | HttpResponse:
    """The article, or the answer in its place: moved, gone; Http404 for what never was."""
    articles = Article.objects.select_related("sponsor__page", "picture")
    found = articles.visible_to(request.user).filter(level=level, slug=slug).first()
    if found:
        return found
    moved = FormerAddress.objects.select_related("article").filter(level=level, slug=slug).first()
    if moved and moved.article.is_public:
        return redirect(moved.article, permanent=True)
    here = Q(slug=slug) | Q(pk=moved.article_id) if moved else Q(slug=slug)
    gone = articles.filter(here, level=level, archived_at__isnull=False, live__isnull=False).first()
    if gone is None:
        raise Http404
    context = {"article": gone, "level": level, "related": related_to(gone)}
    context["level_list"] = LISTS[level]
    return render(request, "editorial/public/gone.html", context, status=410)


def article_context(found: Article) -> dict[str, Any]:
    return {
        "article": found,
        "level": Level(found.level),
        "sections": sections_of(found),
        "sources": sources_of(found),
        "minutes": reading_minutes(found),
        "related": related_to(found),
        "themes": [Topic(theme) for theme in found.themes],
        "is_updated": timezone.localdate(found.updated_at) > timezone.localdate(found.published_at),
        "level_list": LISTS[found.level],
        "picture": image_tag(found.picture, lazy=False) if found.picture else "",
    }


@login_not_required
@require_safe
def card(request: HttpRequest, name: str) -> FileResponse:
    """The picture of an article for social networks: its name says its words and never serves others."""
    return images.answer(FOLDER, name)


@public_page
def level_feed(request: HttpRequest, level: Level) -> HttpResponse:
    articles = Article.objects.visible_to(request.user).filter(level=level)
    return _atom(str(level.label), LEADS[level], reverse(f"public:articles:{level}"), request.path, articles)


@public_page
def theme_feed(request: HttpRequest, topic: str) -> HttpResponse:
    if topic not in Topic.values:
        raise Http404
    articles = Article.objects.visible_to(request.user).of_information().filter(themes__contains=[topic])
    title = Topic(topic).label.capitalize()
    link = reverse("public:articles:theme", args=[topic])
    return _atom(
        title, f"Ce que le Club publie sur ce thème\u00a0: {Topic(topic).label}.", link, request.path, articles
    )


def _atom(title: str, subtitle: str, link: str, path: str, articles: Any) -> HttpResponse:
    """Atom (RFC 4287): an entry per article; its identifier never changes, whatever its address becomes."""
    entries = list(articles.newest()[:FEED_ENTRIES])
    atom = Atom1Feed(
        title=f"{title} · {settings.CLUB_NAME}",
        description="",
        subtitle=subtitle,
        link=settings.SITE_URL + link,
        feed_url=settings.SITE_URL + path,
        language="fr",
        author_name=settings.CLUB_NAME,
        feed_guid=settings.SITE_URL + path,
    )
    for entry in entries:
        atom.add_item(
            title=entry.title,
            link=settings.SITE_URL + entry.get_absolute_url(),
            description=entry.summary,
            unique_id=f"tag:{settings.MAIL_DOMAIN},{timezone.localdate(entry.created_at):%Y-%m-%d}:article/{entry.pk}",
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            categories=[Topic(theme).label for theme in entry.themes],
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
