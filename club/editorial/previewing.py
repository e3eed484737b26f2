"""An article as visitors would see it, from any content, written or not; and the link that shows it outside."""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from club.editorial.content import Content
from club.editorial.models import Article, Level, Revision
from club.editorial.reading import contents_of, html_of
from club.editorial.views.public import article_context

WEEK = timedelta(days=7)
SALT = "editorial.preview"
TEMPLATES = {
    Level.DOSSIER: "editorial/public/whole.html",
    Level.PAGE: "editorial/public/page.html",
}


class Expired(Exception):
    """The link was ours; its week is over."""


def share_link(revision: Revision) -> str:
    """A path that shows ``revision`` to whoever has it, for a week from now."""
    return reverse("public:articles:preview", args=[signing.dumps(revision.pk, salt=SALT)])


def shared(token: str) -> int | None:
    """The number of the revision, None for what we did not sign for this purpose; raises Expired."""
    try:
        return int(signing.loads(token, salt=SALT, max_age=WEEK))
    except signing.SignatureExpired as error:
        raise Expired from error
    except signing.BadSignature:
        return None


def preview_context(article: Article, content: Content) -> dict[str, Any]:
    """What the public's template of the level needs to show ``content``, a dossier in one piece."""
    shown = standing_for(article, content)
    opening, *bodies = html_of(shown.body, *(part.body for part in content.parts))
    context = article_context(shown) | {"body": opening, "contents": contents_of(shown.body)}
    context["related"] = list(Article.objects.visible_to(None).filter(pk__in=content.related))
    context["bodies"] = list(zip(context["sections"], bodies, strict=True))
    return context | {"base": TEMPLATES.get(Level(article.level), "editorial/public/article.html")}


def standing_for(article: Article, content: Content) -> Article:
    """An article that says ``content``; it is never saved."""
    now, stored = timezone.now(), content.to_json()
    lines = {name: getattr(content, name) for name in ("title", "slug", "summary", "saving", "effort", "body")}
    return Article(
        pk=article.pk,
        level=article.level,
        **lines,
        byline=content.byline,
        parts=stored["parts"],
        sources=stored["sources"],
        themes=stored["themes"],
        sponsor_id=content.sponsor,
        picture_id=content.picture,
        review_by=content.review_by,
        published_at=article.published_at or now,
        updated_at=now,
    )
