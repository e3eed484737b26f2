"""Writing: every save is a revision; the second of two editors is told, and nothing of either is lost."""

from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from club.core import audit
from club.core.naming import slug_of
from club.editorial.content import Content, tidy
from club.editorial.errors import EditorialError
from club.editorial.models import Article, FormerAddress, Level, Revision
from members.models import User

LOCK = timedelta(minutes=15)
A_YEAR = timedelta(days=365)


class Conflict(EditorialError):
    """Somebody saved the article since it was opened; ``theirs`` is what they wrote."""

    def __init__(self, theirs: Revision) -> None:
        super().__init__(
            f"{theirs.by} a enregistré cet article pendant que vous l’écriviez. Rien n’est perdu\u00a0: votre texte "
            "est ci-dessous, ce qui a changé est rappelé au-dessus."
        )
        self.theirs = theirs


@transaction.atomic
def create(*, level: Level, title: str, by: User) -> Article:
    """A draft with its first revision, at an address made from its title."""
    review_by = timezone.localdate() + A_YEAR
    content = tidy(Content(title=title, slug=free_slug(level, title), review_by=review_by))
    article = Article.objects.create(level=level, title=content.title, slug=content.slug, author=by)
    Revision.objects.create(article=article, number=1, content=content.to_json(), by=by)
    audit.record(actor=by, verb="article.open", target=article)
    return article


@transaction.atomic
def write(*, article: Article, seen: int, content: Content, by: User, note: str = "") -> Revision:
    """Keep ``content`` as the next revision after number ``seen``; writing what is there already keeps nothing.

    Raises Conflict when somebody wrote in between. A text under review or scheduled is a draft again.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.stage == Article.Stage.ARCHIVED:
        raise EditorialError("Cet article est archivé\u00a0: rouvrez-le avant de l’écrire.")
    last = latest(article)
    content = tidy(content)
    if Content.of(last.content) == content:
        return last
    if last.number != seen:
        raise Conflict(last)
    refuse_taken_address(article, content.slug)
    revision = Revision.objects.create(
        article=article, number=last.number + 1, content=content.to_json(), by=by, note=note[:160]
    )
    article.stage, article.publish_at = Article.Stage.DRAFT, None
    if not article.published_at:  # the columns of what was public stay: its address is known outside
        article.title, article.slug = content.title, content.slug
    article.save(update_fields=["stage", "publish_at", "title", "slug"])
    return revision


@transaction.atomic
def restore(*, article: Article, number: int, seen: int, by: User) -> Revision:
    """An old revision becomes the newest again; what was written since stays among the revisions.

    Its day of review comes back only if it is the latest: somebody has read the article since.
    """
    old = Content.of(Revision.objects.get(article=article, number=number).content)
    content = replace(old, review_by=_later(old.review_by, article.review_by, _day(latest(article))))
    return write(article=article, seen=seen, content=content, by=by, note=f"Reprise de la version {number}")


def latest(article: Article) -> Revision:
    """What is being written, or what is public when nothing is."""
    return Revision.objects.select_related("by").filter(article=article).order_by("-number")[0]


def merged(*, base: Content, theirs: Content, mine: Content) -> Content:
    """What two people wrote from ``base``: each field as whoever changed it has it, as ``mine`` where both did."""
    base, theirs, mine = tidy(base), tidy(theirs), tidy(mine)
    untouched = (name for name in mine.__dataclass_fields__ if getattr(mine, name) == getattr(base, name))
    return replace(mine, **{name: getattr(theirs, name) for name in untouched})


def standing(article: Article, content: Content) -> Content:
    """``content`` with the day until which somebody confirmed the public text, unless it names a day of its own."""
    if not article.is_public or article.live is None or content.review_by != _day(article.live):
        return content
    return replace(content, review_by=_later(content.review_by, article.review_by))


def _day(revision: Revision) -> date | None:
    return Content.of(revision.content).review_by


def _later(*days: date | None) -> date | None:
    return max((day for day in days if day), default=None)


def open_for(*, article: Article, by: User) -> User | None:
    """Note that ``by`` has the article open; gives the colleague who has had it open for less than LOCK, if any.

    A courtesy: it stops nobody. What keeps two texts apart is the number of the revision seen.
    """
    now = timezone.now()
    held = article.locked_by_id not in (None, by.pk) and article.locked_at and article.locked_at > now - LOCK
    if held:
        return article.locked_by
    Article.objects.filter(pk=article.pk).update(locked_by=by, locked_at=now)
    return None


def close_for(*, article: Article, by: User) -> None:
    Article.objects.filter(pk=article.pk, locked_by=by).update(locked_by=None, locked_at=None)


def free_slug(level: Level, title: str) -> str:
    """An address made from ``title`` that no article of ``level`` has or had."""
    base = slug_of(title)[:70].strip("-") or "article"
    slug, number = base, 2
    while _taken(level, slug):
        slug, number = f"{base}-{number}", number + 1
    return slug


def _taken(level: Level, slug: str) -> bool:
    former = FormerAddress.objects.filter(level=level, slug=slug)
    return Article.objects.filter(level=level, slug=slug).exists() or former.exists()


def refuse_taken_address(article: Article, slug: str) -> None:
    others = Article.objects.filter(level=article.level, slug=slug).exclude(pk=article.pk)
    former = FormerAddress.objects.filter(level=article.level, slug=slug).exclude(article=article)
    if others.exists() or former.exists():
        raise EditorialError(f"L’adresse «\u00a0{slug}\u00a0» est ou était celle d’un autre article.")
