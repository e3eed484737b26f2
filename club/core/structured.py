"""What a page says of itself to machines: its address, its card for social networks, schema.org data.

The values come from what the page already shows, so that nothing hidden from readers is told to engines. Data stands
in a block that no browser executes (``application/ld+json``); it is written here alone.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import unescape
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

Data = dict[str, Any]
CONTEXT = "https://schema.org"
CARD = (1200, 630)
"""Size of the picture that social networks show, in pixels."""
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_TITLE = re.compile(r"<title>(.*?)</title>", re.S)
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')
_NOINDEX = re.compile(r'<meta name="robots" content="[^"]*noindex')


def script(*data: Data) -> SafeString:
    """A block of data for the page, safe whatever its values hold: no tag can end it, nothing in it runs."""
    written = (json.dumps({"@context": CONTEXT, **one}, ensure_ascii=False).translate(_ESCAPES) for one in data)
    return mark_safe("".join(f'<script type="application/ld+json">{one}</script>' for one in written))  # noqa: S308


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def organisation(facts: Data) -> Data:
    """The Club, as ``core.context.facts`` tells it."""
    return {
        "@type": "Organization",
        "@id": absolute("/#club"),
        "name": facts["club_name"],
        "url": absolute("/"),
        "logo": absolute(static("img/card.png")),
        "telephone": facts["club_phone"],
        "email": facts["club_email"],
        "address": facts["club_address"],
    }


def _club() -> Data:
    """The Club where another thing names it."""
    return {"@type": "Organization", "@id": absolute("/#club"), "name": settings.CLUB_NAME}


def breadcrumb(steps: Iterable[tuple[str, str]]) -> Data:
    """``steps``: (label, path) from the home page to the page itself."""
    items = [
        {"@type": "ListItem", "position": number, "name": label, "item": absolute(path)}
        for number, (label, path) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def article(
    *,
    news: bool,
    title: str,
    summary: str,
    path: str,
    byline: str,
    published: datetime,
    updated: datetime,
    picture: str = "",
    sponsor: str = "",
) -> Data:
    """``picture``: path of an image; ``sponsor``: the member for whom it was published."""
    data: Data = {
        "@type": "NewsArticle" if news else "Article",
        "headline": title,
        "description": summary,
        "url": absolute(path),
        "mainEntityOfPage": absolute(path),
        "inLanguage": "fr",
        "datePublished": published.isoformat(timespec="seconds"),
        "dateModified": updated.isoformat(timespec="seconds"),
        "author": {"@type": "Organization", "name": byline or "La rédaction du Club"},
        "publisher": _club(),
        "image": absolute(picture or static("img/card.png")),
    }
    return data | ({"sponsor": {"@type": "Organization", "name": sponsor}} if sponsor else {})


def professional_service(
    *,
    name: str,
    path: str,
    kind: str,
    locality: str,
    territory: str,
    served: list[str],
    knows: list[str],
    brands: list[str],
    text: str = "",
    phone: str = "",
    website: str = "",
) -> Data:
    """A firm of the directory. ``locality``: its commune; ``territory``: its département; ``served``: others."""
    where = {"@type": "PostalAddress", "addressRegion": territory, "addressCountry": "FR"}
    data: Data = {
        "@type": "ProfessionalService",
        "@id": absolute(path),
        "name": name,
        "url": absolute(path),
        "additionalType": kind,
        "address": where | ({"addressLocality": locality} if locality else {}),
        "areaServed": [{"@type": "AdministrativeArea", "name": area} for area in [territory, *served]],
    }
    more = {"description": text, "telephone": phone, "sameAs": website, "knowsAbout": knows, "brand": brands}
    return data | {key: value for key, value in more.items() if value}


def event(
    *,
    name: str,
    summary: str,
    path: str,
    starts: datetime,
    ends: datetime,
    status: str,
    online: bool,
    place: Data | None = None,
    performers: Sequence[str] = (),
) -> Data:
    """``status``: a word of schema.org (EventScheduled …). ``place``: where people meet, if they do (``venue``).
    ``performers``: names of people.
    """
    virtual = {"@type": "VirtualLocation", "url": absolute(path)}
    places = [*([place] if place else []), *([virtual] if online else [])]
    mode = "Mixed" if len(places) == 2 else "Online" if online else "Offline"
    data: Data = {
        "@type": "Event",
        "@id": absolute(path),
        "name": name,
        "description": summary,
        "url": absolute(path),
        "image": absolute(static("img/card.png")),
        "inLanguage": "fr",
        "startDate": starts.isoformat(timespec="seconds"),
        "endDate": ends.isoformat(timespec="seconds"),
        "eventStatus": f"{CONTEXT}/{status}",
        "eventAttendanceMode": f"{CONTEXT}/{mode}EventAttendanceMode",
        "location": places[0] if len(places) == 1 else places,
        "organizer": _club() | {"url": absolute("/")},
    }
    people = [{"@type": "Person", "name": name} for name in performers]
    return data | ({"performer": people[0] if len(people) == 1 else people} if people else {})


def venue(*, name: str, street: str, locality: str, territory: str) -> Data:
    """A place where people meet; ``territory``: its département, all that may be known yet."""
    told = {"streetAddress": street, "addressLocality": locality, "addressRegion": territory, "addressCountry": "FR"}
    address = {"@type": "PostalAddress", **{key: value for key, value in told.items() if value}}
    return {"@type": "Place", "name": name or locality or territory, "address": address}


def head(html: str, *, path: str, picture: str = "") -> SafeString:
    """What to add to the head of a page, from the head itself: its address without query, and its card.

    Nothing for a page that asks engines to leave it out, or that has no address of its own (``path`` empty).
    """
    if not path or _NOINDEX.search(html):
        return SafeString("")
    title, description, own = (_first(pattern, html) for pattern in (_TITLE, _DESCRIPTION, _CANONICAL))
    address = own or absolute(path)
    parts = [] if own else [format_html('<link rel="canonical" href="{}">', address)]
    width, height = CARD
    card = {
        "og:type": "article" if picture else "website",
        "og:site_name": settings.CLUB_NAME,
        "og:locale": "fr_FR",
        "og:title": title,
        "og:description": description,
        "og:url": address,
        "og:image": absolute(picture or static("img/card.png")),
        "og:image:width": str(width),
        "og:image:height": str(height),
    }
    parts += [format_html('<meta property="{}" content="{}">', name, value) for name, value in card.items() if value]
    return mark_safe("\n  ".join([*parts, '<meta name="twitter:card" content="summary_large_image">']))  # noqa: S308


def _first(pattern: re.Pattern[str], html: str) -> str:
    found = pattern.search(html)
    return " ".join(unescape(found[1]).split()) if found else ""
