"""The outside addresses of an article, and what is to be said of those that no longer answer."""

from collections.abc import Iterator

from django.utils import timezone

from club.core.days import date_format
from club.core.links import Outcome, is_example, is_ours
from club.core.markup import is_web_address
from club.editorial.checks import Finding, texts_of
from club.editorial.content import Content
from club.editorial.models import Article, LinkCheck
from club.editorial.rendering import links

LONGEST = 500


def outside_links(content: Content) -> list[str]:
    """Each address of the texts and of the sources that is worth a call, once, in order."""
    found = [address for text in content.texts() for address, _ in links(text)]
    found += [source.url for source in content.sources]
    worth = (u for u in found if is_web_address(u) and len(u) <= LONGEST and not is_ours(u) and not is_example(u))
    return list(dict.fromkeys(worth))


def link_findings(article: Article, content: Content) -> Iterator[Finding]:
    """Advice, for a dead link does not stop a correction. A site that is silent may come back: nothing is said."""
    known = LinkCheck.objects.filter(article=article, outcome=Outcome.DEAD, url__in=outside_links(content))
    for check in known:
        day = date_format(timezone.localdate(check.checked_at))
        detail = f", {check.detail}" if check.detail else ""
        said = f"Le lien {check.url} ne mène plus nulle part (vérifié le {day}{detail})."
        yield Finding(said, field=_field(content, check.url), words=check.url)


def _field(content: Content, url: str) -> str:
    """Id of the field of the editors' form that holds ``url``."""
    for number, source in enumerate(content.sources):
        if source.url == url:
            return f"id_source-{number}-url"
    return next((field for _, text, field in texts_of(content) if url in text), "id_body")
