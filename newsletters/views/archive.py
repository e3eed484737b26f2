"""The public archive: what every subscriber could read, by year, issue by issue, and as an Atom feed."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from club.core import readings
from club.core.models import Departement
from club.core.pages import public_page
from newsletters import links
from newsletters.models import Block, Issue
from newsletters.reach.figures import READING
from newsletters.rendering import markup, words

FEED_ENTRIES = 20


@dataclass(frozen=True)
class Insert:
    """A block as the site shows it. ``side``: whose awning it bears; ``place``: the territories it is meant for."""

    block: Block
    label: str
    side: str
    body: SafeString
    link_label: str
    place: str


@public_page
def archive(request: HttpRequest) -> HttpResponse:
    """The last issue, then all of them by year."""
    issues = list(Issue.objects.archived().with_public_blocks())
    years: dict[int, list[Issue]] = {}
    for issue in issues:
        years.setdefault(issue.left_on().year, []).append(issue)
    context = {"latest": issues[0] if issues else None, "years": years}
    return render(request, "newsletters/public/archive.html", context)


@public_page
def year(request: HttpRequest, year: str) -> HttpResponse:
    """The issues of a year, with what each speaks of."""
    issues = Issue.objects.archived().filter(frozen_at__year=year).with_public_blocks()
    if not issues:
        raise Http404
    years = [day.year for day in Issue.objects.archived().order_by().datetimes("frozen_at", "year", order="DESC")]
    tabs = [(str(one), reverse("public:flash:year", args=[one]), one == int(year)) for one in years]
    return render(request, "newsletters/public/year.html", {"year": year, "issues": issues, "tabs": tabs})


@public_page
def issue(request: HttpRequest, number: int) -> HttpResponse:
    """The public copy of an issue that has left; its address is in every message."""
    shown = Issue.objects.flash().filter(number=number, frozen_at__isnull=False).with_public_blocks().first()
    if shown is None:
        raise Http404
    blocks = list(shown.blocks.all())
    names = territory_names(blocks)
    around = Issue.objects.archived()
    context = {
        "issue": shown,
        "inserts": [insert(block, names) for block in blocks],
        "hidden": Block.objects.filter(issue=shown).count() - len(blocks),
        "sponsors": words.sponsors(blocks),
        "previous": around.filter(number__lt=number).first(),
        "next": around.filter(number__gt=number).last(),
    }
    return readings.mark(render(request, "newsletters/public/issue.html", context), READING, shown.pk)


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """Atom (RFC 4287): an entry per issue, its identifier never changes."""
    atom = Atom1Feed(
        title="Flash info",
        description="",
        subtitle="Tous les quinze jours, ce que les fournisseurs et les réseaux font pour les petites entreprises.",
        link=links.archive_url(),
        feed_url=links.feed_url(),
        language="fr",
        author_name=settings.CLUB_NAME,
        feed_guid=links.archive_url(),
    )
    for entry in Issue.objects.archived().with_public_blocks()[:FEED_ENTRIES]:
        atom.add_item(
            title=f"n° {entry.number} : {entry.title}",
            link=links.web_copy_url(entry.number),
            description=_summary(entry),
            unique_id=f"tag:{settings.MAIL_DOMAIN},{entry.left_on():%Y-%m-%d}:flash-info/{entry.number}",
            pubdate=entry.frozen_at,
            updateddate=entry.frozen_at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def territory_names(blocks: list[Block]) -> dict[str, str]:
    """Number → name of the territories that ``blocks`` aim at; no statement when they aim at none."""
    codes = {code for block in blocks for code in block.territories}
    return dict(Departement.objects.filter(pk__in=codes).values_list("pk", "name")) if codes else {}


def insert(block: Block, names: dict[str, str]) -> Insert:
    return Insert(
        block=block,
        label=words.label(block),
        side={"brand": "marques", "institution": "institutions"}.get(words.side(block), "tous"),
        body=mark_safe(markup.to_html(block.text)),  # noqa: S308 - cleaned by nh3 in markup.to_html
        link_label=words.link_label(block),
        place=", ".join(names.get(code, code) for code in block.territories),
    )


def _summary(issue: Issue) -> str:
    items = format_html_join("", "<li>{}</li>", ((block.title,) for block in issue.blocks.all()))
    return format_html("<p>{}</p><ul>{}</ul>", issue.preheader, items)
