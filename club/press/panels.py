"""What the press watch says of a partner on the organisation's record: what was noted, and whom we listen to."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from club.core.days import date_format
from club.press import access
from club.press.models import Brief, Cluster, Feed
from members.models import Organisation
from members.panels import Line

SHOWN = 5


def press_lines(organisation: Organisation) -> list[Line]:
    """The notes of the file, the newest first, then the feeds in a word."""
    notes = [_note(brief) for brief in Brief.objects.filed().filter(organisation=organisation)[:SHOWN]]
    feeds = list(Feed.objects.filter(organisation=organisation).only("state", "problem"))
    if not feeds:
        return notes
    followed = sum(feed.state == Feed.State.FOLLOWED for feed in feeds)
    broken = sum(feed.is_broken for feed in feeds)
    words = f"{followed} flux suivi{'s' if followed > 1 else ''}" + (f", dont {broken} en panne" if broken else "")
    asked = urlencode({"partenaire": organisation.pk})
    waiting = Cluster.objects.waiting().of_partner(organisation.pk).count()
    lines = [Line(words, url=f"{reverse('console:press:feeds')}?{asked}")]
    if waiting:
        queue = f"{reverse('console:press:queue')}?{asked}"
        lines.append(Line(f"{waiting} sujet{'s' if waiting > 1 else ''} de presse à lire", url=queue))
    return [*notes, *lines]


def press_steps(staff: Any, organisation: Organisation) -> list[Line]:
    if not staff.has_perm(access.FEEDS) or not organisation.is_active:
        return []
    return [Line("Suivre un flux", url=f"{reverse('console:press:new_feed')}?organisation={organisation.pk}")]


def _note(brief: Brief) -> Line:
    detail = f"{brief.source}, {date_format(brief.published_on, 'j F Y')}"
    detail += f"\u00a0: {brief.remark}" if brief.remark else ""
    return Line(brief.title, detail, reverse("console:press:brief", args=[brief.pk]))
