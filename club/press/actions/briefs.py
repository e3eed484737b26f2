"""What becomes of a kept story: its words put right, a note in the partner's file, the draft of an article."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from club.core import audit
from club.core.markup import clean
from club.core.typography import french
from club.editorial.actions import writing
from club.editorial.content import Content, Source
from club.editorial.models import Article, Level
from club.press.errors import PressError
from club.press.models import Brief
from club.press.parsing import cut
from members.models import Organisation, User

LONGEST_ARTICLE_TITLE = 90


class Conflict(PressError):
    """Somebody else wrote the brief since it was opened."""

    def __init__(self, current: Brief) -> None:
        super().__init__(
            "Quelqu’un d’autre a modifié cette brève pendant que vous l’écriviez\u00a0: voici son texte, le vôtre "
            "est dans le formulaire."
        )
        self.current = current


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What staff write of a brief."""

    organisation: Organisation
    title: str
    source: str
    link: str
    quote: str


@transaction.atomic
def write(*, brief: Brief, seen: int, words: Words, by: User) -> Brief:
    """``seen``: the version that was open; raises Conflict when there is a newer one."""
    row = _locked(brief)
    if row.version != seen:
        raise Conflict(row)
    row.organisation, row.link = words.organisation, words.link.strip()
    for name in ("title", "source", "quote"):
        setattr(row, name, _typeset(name, getattr(words, name)))
    row.version += 1
    row.save()
    audit.record(actor=by, verb="press.write", target=row)
    return row


@transaction.atomic
def file(*, brief: Brief, by: User, remark: str = "") -> Brief:
    """Noted in the partner's file, or its note written anew."""
    row = _locked(brief)
    row.remark = _typeset("remark", remark)
    row.filed_at, row.filed_by = row.filed_at or timezone.now(), row.filed_by or by
    row.save(update_fields=["remark", "filed_at", "filed_by"])
    audit.record(actor=by, verb="press.file", target=row)
    return row


@transaction.atomic
def unfile(*, brief: Brief, by: User) -> None:
    row = _locked(brief)
    if row.filed_at:
        row.remark, row.filed_at, row.filed_by = "", None, None
        row.save(update_fields=["remark", "filed_at", "filed_by"])
        audit.record(actor=by, verb="press.unfile", target=row)


@transaction.atomic
def draft_article(*, brief: Brief, by: User) -> Article:
    """A draft of news that quotes the story and names its source; asked twice, it is the same draft."""
    row = _locked(brief)
    if row.article:
        return row.article
    title = cut(row.title, LONGEST_ARTICLE_TITLE)
    article = writing.create(level=Level.NEWS, title=title, by=by)
    start = Content.of(writing.latest(article).content)
    label, year = row.title, row.published_on.year
    content = Content(
        title=start.title,
        slug=start.slug,
        review_by=start.review_by,
        body=f"> {row.quote}" if row.quote else "",
        sources=(Source(label=label, publisher=row.source, url=row.link, year=year),),
    )
    writing.write(article=article, seen=1, content=content, by=by, note="Depuis la veille de presse")
    row.article = article
    row.save(update_fields=["article"])
    return article


def _typeset(name: str, text: str) -> str:
    """PressError for more than the column holds: typography may lengthen what was typed, and nothing is cut."""
    typeset, field = french(" ".join(clean(text).split())), Brief._meta.get_field(name)
    if len(typeset) > field.max_length:
        raise PressError(
            f"{field.verbose_name}\u00a0: {len(typeset)} caractères avec la typographie, "
            f"{field.max_length} au plus.".capitalize()
        )
    return typeset


def _locked(brief: Brief) -> Brief:
    rows = Brief.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation", "article")
    found = rows.filter(pk=brief.pk).first()
    if found is None:
        raise PressError("Ce sujet a été remis à lire\u00a0: sa brève n’existe plus.")
    return found
