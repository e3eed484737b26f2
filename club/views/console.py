"""The staff console: "Aujourd'hui", the one search, the page of all components."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ambassadors.models import Ambassador
from channel.models import Expert
from club.core import console
from club.core.access import staff_page
from club.core.search import matching
from club.editorial.models import Article
from members.models import Organisation, User
from newsletters.models import Issue

SHOWN = 8


@dataclass(frozen=True)
class Found:
    """What the search found of one kind: ``lines`` of (label, detail, address), and the list that shows more."""

    title: str
    lines: list[tuple[str, str, str]]
    more: str


@dataclass(frozen=True)
class Kind:
    """One kind of record of the search: rows for a text, how a row is told, the name of its page, the list that
    shows more, and its filter that leaves nobody out.
    """

    title: str
    permission: str
    rows: Callable[[str], QuerySet]
    detail: Callable[[Any], str]
    page: str
    more: str
    every: str


KINDS = [
    Kind(
        "Personnes",
        "members.view_user",
        lambda text: User.objects.search(text).order_by("sort_key", "pk"),
        lambda person: person.email,
        "admin:members_user_change",
        "admin:members_user_changelist",
        "compte=tous",
    ),
    Kind(
        "Organisations",
        "members.view_organisation",
        lambda text: Organisation.objects.search(text).order_by("sort_key", "pk"),
        lambda organisation: f"{organisation.get_kind_display()}, {organisation.get_side_display()}",
        "admin:members_organisation_change",
        "admin:members_organisation_changelist",
        "suivi=toutes",
    ),
    Kind(
        "Ambassadeurs",
        "ambassadors.view_ambassador",
        lambda text: Ambassador.objects.search(text).select_related("person", "network"),
        lambda ambassador: f"{ambassador.network}, {ambassador.departement_id}",
        "admin:ambassadors_ambassador_change",
        "console:ambassadors",
        "state=tous",
    ),
    Kind(
        "Experts",
        "channel.view_expert",
        lambda text: Expert.objects.search(text).order_by("sort_key", "pk"),
        lambda expert: f"{expert.get_kind_display()}, {expert.departement_id}, SIRET {expert.siret}",
        "admin:channel_expert_change",
        "console:experts",
        "state=tous",
    ),
    Kind(
        "Articles",
        "editorial.change_article",
        lambda text: matching(Article.objects.all(), text).order_by("-pk"),
        lambda article: f"{article.get_level_display()}, {article.stage_words()}",
        "console:articles:edit",
        "console:articles:articles",
        "stage=",
    ),
]


@staff_page()
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """ "Aujourd'hui": what waits for me, in order of date."""
    context = {"waiting": console.waiting_for(request.user), "cards": console.cards_for(request.user)}
    return render(request, "console/today.html", context)


@staff_page()
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One search over everything; the number of a Flash info leads straight to it."""
    text = " ".join(request.GET.get("q", "").split())[:100]
    if issue := issue_numbered(request.user, text):
        return redirect("console:flash:compose", number=issue.number)
    found = [result for kind in KINDS if (result := look_up(kind, request.user, text))] if len(text) > 1 else []
    return render(request, "console/search.html", {"q": text, "found": found})


def issue_numbered(user: User, text: str) -> Issue | None:
    """« 42 » or « n° 42 » or « flash info 42 »: the issue of that number."""
    digits = text.lower().removeprefix("flash info").strip().removeprefix("n°").strip()
    if not digits.isdecimal() or len(digits) > 4 or not user.has_perm("newsletters.view_issue"):
        return None
    return Issue.objects.flash().filter(number=int(digits)).first()


def look_up(kind: Kind, user: User, text: str) -> Found | None:
    """The first rows of a kind, None when the person may not see them or there are none."""
    if not user.has_perm(kind.permission):
        return None
    rows = kind.rows(text)[: SHOWN + 1]
    lines = [(str(row), kind.detail(row), reverse(kind.page, args=[row.pk])) for row in rows]
    if not lines:
        return None
    more = f"{reverse(kind.more)}?{kind.every}&{urlencode({'q': text})}" if len(lines) > SHOWN else ""
    return Found(kind.title, lines[:SHOWN], more)
