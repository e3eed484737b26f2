"""What the editors' work gives to the console: the rail's counts and what waits for a person."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from club.core.console import RailItem, Waiting, register_rail_item
from club.editorial.models import Article
from club.editorial.steps import SEE, WRITE

SECTION = "Contenus"
MOST = 5  # of each kind among what waits


def register_rail() -> None:
    register_rail_item(
        RailItem(
            section=SECTION,
            label="Articles",
            url_name="console:articles:articles",
            permission=SEE,
            order=50,
            count=to_review_count,
            calls=True,
        )
    )
    register_rail_item(
        RailItem(
            section=SECTION,
            label="Images",
            url_name="console:articles:pictures",
            permission="editorial.view_picture",
            order=53,
        )
    )


def to_review_count() -> int:
    return Article.objects.filter(stage=Article.Stage.REVIEW).count()


def waiting(user: Any) -> Iterator[Waiting]:
    """Texts to read, texts sent back to this person, articles whose day of review has come."""
    if not user.has_perm(WRITE):
        return
    stages = Q(stage=Article.Stage.REVIEW) | Q(stage=Article.Stage.DRAFT, remark__gt="", revisions__by=user)
    called = Article.objects.filter(stages).distinct().select_related("author").order_by("pk")[: 2 * MOST]
    for article in called:
        yield _for_text(user, article)
    for article in Article.objects.to_refresh().order_by("review_by", "pk")[:MOST]:
        words = f"{article.get_level_display()}, à relire avant le {article.review_by:%d/%m/%Y}"
        yield Waiting(
            f"«\u00a0{article.title}\u00a0» est à relire", words, _page(article), "Relire", due=_day(article)
        )


def _for_text(user: Any, article: Article) -> Waiting:
    if article.stage == Article.Stage.REVIEW:
        words = f"{article.get_level_display()}, écrit par {article.author}"
        return Waiting(f"«\u00a0{article.title}\u00a0» attend une relecture", words, _page(article), "Relire")
    return Waiting(f"«\u00a0{article.title}\u00a0» est à reprendre", article.remark, _page(article), "Reprendre")


def _page(article: Article) -> str:
    return reverse("console:articles:edit", args=[article.pk])


def _day(article: Article) -> datetime:
    return timezone.make_aware(datetime.combine(article.review_by or timezone.localdate(), time()))
