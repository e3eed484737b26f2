"""What the editors' work gives to the console: the rail's counts and what waits for a person."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse

from club.core.console import RailItem, Waiting
from club.editorial.freshness import stale_count
from club.editorial.models import Article
from club.editorial.steps import SEE, WRITE

SECTION = "Contenus"
MOST = 5  # of each kind among what waits


def to_review_count() -> int:
    return Article.objects.filter(stage=Article.Stage.REVIEW).count()


RAIL = [
    RailItem(SECTION, "Articles", "console:articles:articles", SEE, order=20, count=to_review_count, calls=True),
    RailItem(SECTION, "À rafraîchir", "console:articles:freshness", SEE, order=21, count=stale_count, calls=True),
    RailItem(SECTION, "Calendrier", "console:articles:calendar", SEE, order=22),
    RailItem(SECTION, "Images", "console:articles:pictures", "editorial.view_picture", order=23),
    RailItem(SECTION, "Chiffres clés", "admin:editorial_figure_changelist", "editorial.view_figure", order=24),
]


def waiting(user: Any) -> Iterator[Waiting]:
    """Texts to read, texts sent back to this person, and what has waited too long on the site."""
    if not user.has_perm(WRITE):
        return
    stages = Q(stage=Article.Stage.REVIEW) | Q(stage=Article.Stage.DRAFT, remark__gt="", revisions__by=user)
    called = Article.objects.filter(stages).distinct().select_related("author").order_by("pk")[: 2 * MOST]
    for article in called:
        yield _for_text(user, article)
    if number := stale_count():
        title = f"{number} contenus sont à rafraîchir" if number > 1 else "Un contenu est à rafraîchir"
        words = "En ligne, et à relire ou avec un lien mort"
        yield Waiting(title, words, reverse("console:articles:freshness"), "Voir")


def _for_text(user: Any, article: Article) -> Waiting:
    if article.stage == Article.Stage.REVIEW:
        words = f"{article.get_level_display()}, écrit par {article.author}"
        return Waiting(f"«\u00a0{article.title}\u00a0» attend une relecture", words, _page(article), "Relire")
    return Waiting(f"«\u00a0{article.title}\u00a0» est à reprendre", article.remark, _page(article), "Reprendre")


def _page(article: Article) -> str:
    return reverse("console:articles:edit", args=[article.pk])
