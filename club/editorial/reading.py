"""What the public's pages need of an article beside its columns: pictures, times of reading, neighbours."""

from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.safestring import SafeString

from club.core import structured
from club.editorial.cards import card_of
from club.editorial.content import Source
from club.editorial.models import OWN_ADDRESSES, Article, Level, Picture
from club.editorial.rendering import Heading, headings, minutes, pictures_of, to_html

RELATED = 4
CONTENTS_FROM = 3  # a list of contents above two titles says nothing


@dataclass(frozen=True)
class Section:
    """A part of a dossier as the site shows it; ``number`` from 1, ``minutes`` of reading."""

    number: int
    title: str
    slug: str
    body: str
    minutes: int


def sections_of(article: Article) -> list[Section]:
    return [
        Section(number, part["title"], part["slug"], part["body"], minutes([part["body"]]))
        for number, part in enumerate(article.parts, 1)
    ]


def html_of(*texts: str) -> list[SafeString]:
    """The HTML of texts of one page; one statement for their pictures, none when they show none."""
    wanted = pictures_of(texts)
    pictures = Picture.objects.in_bulk(wanted) if wanted else {}
    taken: set[str] = set()
    return [to_html(text, pictures, taken) for text in texts]


def contents_of(text: str) -> list[Heading]:
    """The sections to list above a text, when it has enough of them."""
    found = [heading for heading in headings(text) if heading.level == 2]
    return found if len(found) >= CONTENTS_FROM else []


def sources_of(article: Article) -> list[Source]:
    return [Source(**source) for source in article.sources]


def reading_minutes(article: Article) -> int:
    return minutes([article.body, *(part["body"] for part in article.parts)])


def related_to(article: Article) -> list[Article]:
    """What an editor chose, then the same themes at the other levels, the newest first."""
    chosen = list(article.related.visible_to(None).of_information().select_related("picture").newest()[:RELATED])
    if len(chosen) == RELATED or not article.themes:
        return chosen
    near = Article.objects.visible_to(None).of_information().filter(themes__overlap=article.themes)
    near = near.select_related("picture").exclude(pk__in=[article.pk, *(one.pk for one in chosen)]).newest()
    others = sorted(near[: RELATED * 3], key=lambda one: one.level == article.level)
    return chosen + others[: RELATED - len(chosen)]


def newest_by_level(each: int = 3) -> dict[Level, list[Article]]:
    """The newest of each level of information, for the home page; one statement."""
    rank = Window(RowNumber(), partition_by=F("level"), order_by=[F("published_at").desc(), F("pk").desc()])
    articles = Article.objects.visible_to(None).of_information().select_related("picture")
    newest = articles.annotate(rank=rank).filter(rank__lte=each).newest()
    found: dict[Level, list[Article]] = {level: [] for level in Level.of_information()}
    for article in newest:
        found[Level(article.level)].append(article)
    return found


def written_page(slug: str) -> tuple[int | None, SafeString | str]:
    """What editors wrote for a page of the Club that has an address of its own: the article's number, and its HTML.

    Nothing until they have.
    """
    written = Article.objects.visible_to(None).filter(level=Level.PAGE, slug=slug).values_list("pk", "body").first()
    return (written[0], html_of(written[1])[0]) if written else (None, "")


def club_pages() -> list[Article]:
    """The pages about the Club under /le-club/, by title."""
    pages = Article.objects.visible_to(None).filter(level=Level.PAGE).exclude(slug__in=OWN_ADDRESSES)
    return list(pages.order_by("title"))


def told_to_machines(article: Article, path: str, title: str = "") -> dict[str, str]:
    """What the page of an article, or of a part of it titled ``title``, is: its picture and its data."""
    card = card_of(article)
    picture = default_storage.url(article.picture.widest[2]) if article.picture else card
    data = structured.article(
        news=article.level == Level.NEWS,
        title=title or article.title,
        summary=article.summary,
        path=path,
        byline=article.byline,
        published=article.published_at,
        updated=article.updated_at,
        picture=picture,
        sponsor=article.sponsor.name if article.sponsor else "",
    )
    return {"card": card, "structured": structured.script(data)}
