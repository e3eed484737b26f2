"""Asking the web, once a week, whether the links of what is public still answer."""

import time
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from club.core.links import look
from club.editorial.content import Content
from club.editorial.links import outside_links
from club.editorial.models import Article, LinkCheck

EACH = timedelta(days=7)
FRESH = timedelta(hours=12)  # an address that several articles name is called once
SECONDS = 120  # of one round; a call takes 10 s at most, the task is stopped after 240


def check_due(*, seconds: float = SECONDS) -> int:
    """Checks the articles whose week is over, as many as the time allows; gives how many."""
    until, done = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        article = _claimed(timezone.now())
        if article is None:
            break
        check_article(article=article)
        done += 1
    return done


def _claimed(now: datetime) -> Article | None:
    """The one that waits longest, ours alone: two workers never take the same."""
    due = Q(links_checked_at=None) | Q(links_checked_at__lt=now - EACH)
    waiting = Article.objects.visible_to(None).filter(due).select_related("live")
    for article in waiting.order_by("links_checked_at", "pk")[:5]:
        if Article.objects.filter(due, pk=article.pk).update(links_checked_at=now):
            return article
    return None


def check_article(*, article: Article) -> int:
    """What its public text points to; addresses it no longer has are forgotten. Gives how many were called."""
    urls = outside_links(Content.of(article.live.content)) if article.live else []
    article.link_checks.exclude(url__in=urls).delete()
    called = 0
    for url in urls:
        known = LinkCheck.objects.filter(url=url, checked_at__gt=timezone.now() - FRESH).first()
        if known is None:
            outcome, detail = look(url)
            moment, called = timezone.now(), called + 1
        else:
            outcome, detail, moment = known.outcome, known.detail, known.checked_at
        found = {"outcome": outcome, "detail": detail[:200], "checked_at": moment}
        article.link_checks.update_or_create(url=url, defaults=found)
    return called
