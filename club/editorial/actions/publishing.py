"""From a draft to the public: reviewed, at its hour, corrected, archived. What is live is one revision, whole."""

from datetime import date, datetime

import structlog
from django.db import DatabaseError, transaction
from django.utils import timezone

from club.core import audit
from club.core.doorbell import ring
from club.core.pages import renew
from club.editorial.access import barred_from_publishing
from club.editorial.actions.writing import latest, refuse_taken_address, standing
from club.editorial.checks import findings
from club.editorial.content import Content
from club.editorial.errors import EditorialError
from club.editorial.models import Article, FormerAddress, Level, Picture, Revision
from club.editorial.rendering import pictures_of, to_text
from members.models import User

logger = structlog.get_logger(__name__)
Stage = Article.Stage


@transaction.atomic
def submit(*, article: Article, by: User) -> None:
    """Ask a colleague to read it."""
    article = _locked(article, Stage.DRAFT, "Seul un brouillon se donne à relire.")
    _refuse_unfit(latest(article), article)
    article.remark = ""
    _step(article, Stage.REVIEW, by, "article.submit")


@transaction.atomic
def send_back(*, article: Article, reason: str, by: User) -> None:
    """The reader asks for changes, and says which; the writers read it above the text."""
    if not reason.strip():
        raise EditorialError("Dites ce qui est à reprendre.")
    article = _locked(article, Stage.REVIEW, "Cet article n’attend pas de relecture.")
    article.remark = reason.strip()[:500]
    _step(article, Stage.DRAFT, by, "article.send_back")


@transaction.atomic
def publish(*, article: Article, by: User, at: datetime | None = None, seen: int | None = None) -> Article:
    """Make the latest revision public, now or ``at`` an hour to come; ``by`` answers for it.

    A text published for a member is answered for by somebody who wrote none of it. ``seen``: the number of the
    revision that ``by`` had under the eyes, when somebody may have written since.
    """
    ready = (Stage.DRAFT, Stage.REVIEW, Stage.SCHEDULED)
    article = _locked(article, ready, "Cet article n’a rien de nouveau à publier.")
    revision = latest(article)
    if seen not in (None, revision.number):
        raise EditorialError(f"{revision.by} a écrit dans cet article depuis\u00a0: relisez-le avant de le publier.")
    content = _refuse_unfit(revision, article, at)
    if by.pk in barred_from_publishing(article, content):
        raise EditorialError("Publié pour un membre, cet article doit être relu par quelqu’un qui ne l’a pas écrit.")
    article.approved_by = by
    if at is not None and at > timezone.now():
        article.publish_at = at
        _step(article, Stage.SCHEDULED, by, "article.schedule", at=at.isoformat(), revision=revision.number)
        return article
    _go_live(article, revision, content, timezone.now())
    audit.record(actor=by, verb="article.publish", target=article, revision=revision.number)
    return article


@transaction.atomic
def unschedule(*, article: Article, by: User) -> None:
    article = _locked(article, Stage.SCHEDULED, "Cet article n’est pas programmé.")
    article.publish_at = None
    _step(article, Stage.DRAFT, by, "article.unschedule")


def publish_due(at: datetime | None = None) -> int:
    """Publish whatever is scheduled and due; one that fails keeps none of the others waiting.

    One whose address was taken meanwhile is a draft again, and says why to whoever wrote it.
    """
    done = 0
    for pk in list(Article.objects.due(at).values_list("pk", flat=True)):
        try:
            done += _publish_scheduled(pk, at or timezone.now())
        except DatabaseError:
            logger.exception("article_not_published", article=pk)
    return done


@transaction.atomic
def _publish_scheduled(pk: int, at: datetime) -> bool:
    article = Article.objects.select_for_update().due(at).filter(pk=pk).first()
    if article is None:
        return False
    revision = latest(article)
    content = standing(article, Content.of(revision.content))
    try:
        refuse_taken_address(article, content.slug)
    except EditorialError as error:
        article.publish_at, article.remark = None, f"La publication programmée n’a pas eu lieu. {error}"
        _step(article, Stage.DRAFT, None, "article.unschedule")
        return False
    _go_live(article, revision, content, article.publish_at or at)
    audit.record(actor=None, verb="article.publish", target=article, revision=revision.number)
    return True


@transaction.atomic
def archive(*, article: Article, by: User) -> None:
    """No longer on the site; its address says so, and where to go instead."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.stage == Stage.ARCHIVED:
        raise EditorialError("Cet article est déjà archivé.")
    article.archived_at, article.publish_at = timezone.now(), None
    article.stage = Stage.ARCHIVED
    article.save(update_fields=["archived_at", "publish_at", "stage"])
    audit.record(actor=by, verb="article.archive", target=article)
    transaction.on_commit(renew, robust=True)


@transaction.atomic
def reopen(*, article: Article, by: User) -> None:
    """An archived article is a draft again, off the site until somebody publishes it."""
    article = _locked(article, Stage.ARCHIVED, "Cet article n’est pas archivé.")
    article.archived_at, article.live = None, None
    _step(article, Stage.DRAFT, by, "article.reopen")


@transaction.atomic
def confirm(*, article: Article, until: date, by: User) -> None:
    """Somebody read it again: it still holds, until a later day."""
    if until <= timezone.localdate():
        raise EditorialError("La prochaine relecture est à une date à venir.")
    if not Article.objects.visible_to(by).filter(pk=article.pk).update(review_by=until):
        raise EditorialError("Cet article n’est pas en ligne.")
    audit.record(actor=by, verb="article.confirm", target=article, until=until.isoformat())


def _locked(article: Article, stages: Stage | tuple[Stage, ...], refusal: str) -> Article:
    article = Article.objects.select_for_update(of=("self",)).select_related("live").get(pk=article.pk)
    if article.stage not in (stages if isinstance(stages, tuple) else (stages,)):
        raise EditorialError(refusal)
    return article


def _step(article: Article, stage: Stage, by: User | None, verb: str, **details: object) -> None:
    article.stage = stage
    article.save()
    audit.record(actor=by, verb=verb, target=article, **details)


def _refuse_unfit(revision: Revision, article: Article, at: datetime | None = None) -> Content:
    """The content, when nothing grave is to be said of it on the day it appears."""
    content = standing(article, Content.of(revision.content))
    refuse_taken_address(article, content.slug)
    known = set(Picture.objects.filter(pk__in=pictures_of(content.texts())).values_list("pk", flat=True))
    found = findings(content, Level(article.level), known_pictures=known, on=timezone.localdate(at))
    grave = [finding.sentence for finding in found if finding.grave]
    if grave:
        raise EditorialError("À corriger avant la publication\u00a0: " + " ".join(grave))
    return content


def _go_live(article: Article, revision: Revision, content: Content, now: datetime) -> None:
    """Copy ``content`` to the columns that the public's pages, lists and searches read."""
    if article.published_at and article.slug != content.slug:
        FormerAddress.objects.get_or_create(level=article.level, slug=article.slug, defaults={"article": article})
    FormerAddress.objects.filter(level=article.level, slug=content.slug).delete()
    for name in ("title", "slug", "summary", "saving", "effort", "body", "byline", "review_by"):
        setattr(article, name, getattr(content, name))
    stored = content.to_json()
    article.parts, article.sources, article.themes = (
        list(stored["parts"]),
        list(stored["sources"]),
        list(content.themes),
    )
    article.sponsor_id, article.picture_id = content.sponsor, content.picture
    article.plain_text = "\n".join(
        [
            *(p.title for p in content.parts),
            *(to_text(text) for text in content.texts()),
            content.saving,
            content.effort,
        ]
    )
    article.live, article.stage, article.publish_at, article.remark = revision, Stage.PUBLISHED, None, ""
    article.published_at = article.published_at or now
    article.updated_at, article.archived_at, article.links_checked_at = now, None, None
    article.save()
    article.related.set(Article.objects.filter(pk__in=content.related).exclude(pk=article.pk))
    transaction.on_commit(renew, robust=True)
    ring("editorial.draw_cards")
