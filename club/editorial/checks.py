"""What is checked when an article is saved: sentences for the editor. Grave ones stop it, the others advise."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import Resolver404, resolve
from django.utils import timezone

from club.core.search import plain
from club.editorial.content import Content
from club.editorial.models import Level
from club.editorial.rendering import headings, is_target, links, pictures_of, to_text

EMPTY_WORDS = {
    "ici",
    "cliquez ici",
    "cliquer ici",
    "lien",
    "ce lien",
    "lire la suite",
    "en savoir plus",
    "plus",
    "site",
}
MOST_WORDS = {Level.TIP: 400, Level.NEWS: 900, Level.DOSSIER: 1200, Level.PAGE: 2500}
FEWEST_PARTS = 2


@dataclass(frozen=True)
class Finding:
    sentence: str
    grave: bool = False


def findings(content: Content, level: Level, *, known_pictures: set[int], on: date | None = None) -> list[Finding]:
    """Everything to say about ``content``, the grave first. ``known_pictures``: numbers that exist."""
    found = [
        *_missing(content, level, on or timezone.localdate()),
        *_lengths(content, level),
        *_facts(content, level),
    ]
    for place, text in _places(content):
        found += [*_titles(place, text), *_links(place, text)]
    if pictures_of(content.texts()) - known_pictures:
        found.append(Finding("Le texte montre une image qui n’existe pas.", grave=True))
    return sorted(found, key=lambda finding: not finding.grave)


def _places(content: Content) -> list[tuple[str, str]]:
    parts = [(f"Partie {number} : ", part.body) for number, part in enumerate(content.parts, 1)]
    return [("", content.body), *parts]


def _at(place: str, words: str) -> str:
    return f"{place}{words}" if place else f"{words[0].upper()}{words[1:]}"


def _missing(content: Content, level: Level, today: date) -> Iterator[Finding]:
    if not content.summary:
        yield Finding("Il manque le chapeau.", grave=True)
    if level.has_parts and len(content.parts) < FEWEST_PARTS:
        yield Finding(f"Un dossier a au moins {FEWEST_PARTS} parties.", grave=True)
    if not level.has_parts and not content.body.strip():
        yield Finding("Il manque le texte.", grave=True)
    for number, part in enumerate(content.parts, 1):
        if not part.body.strip():
            yield Finding(f"La partie {number} est vide.", grave=True)
    if content.review_by is None:
        yield Finding("Dites quand cet article devra être relu.", grave=True)
    elif content.review_by <= today:
        yield Finding("La date de relecture est passée.", grave=True)
    if level in Level.of_information() and not content.themes:
        yield Finding("Aucun thème : l’article ne sera pas rapproché des autres.")


def _lengths(content: Content, level: Level) -> Iterator[Finding]:
    most = MOST_WORDS[level]
    for place, text in _places(content):
        words = len(to_text(text).split())
        if words > most:
            yield Finding(_at(place, f"{words} mots, c’est long : {most} au plus se lisent jusqu’au bout."))
    if 0 < len(content.summary) < 50:
        yield Finding("Le chapeau est très court : il sert aussi aux moteurs de recherche.")


def _facts(content: Content, level: Level) -> Iterator[Finding]:
    if level in (Level.NEWS, Level.DOSSIER) and not content.sources:
        yield Finding("Aucune source : d’où tenons-nous ces faits ?")
    undated = [source.label for source in content.sources if source.year is None]
    if undated:
        yield Finding(f"Source sans année : {', '.join(undated)}.")


def _titles(place: str, text: str) -> Iterator[Finding]:
    titles = headings(text)
    if any(line.startswith("# ") for line in text.splitlines()):
        yield Finding(_at(place, "les titres du texte commencent par ##, car # est le titre de l’article."))
    seen_section = False
    for title in titles:
        seen_section |= title.level == 2
        if title.level == 3 and not seen_section:
            yield Finding(
                _at(place, f"« {title.words} » est un sous-titre (###) sans titre (##) au-dessus."), grave=True
            )
            break


def _links(place: str, text: str) -> Iterator[Finding]:
    for address, words in links(text):
        if not words:
            yield Finding(_at(place, f"un lien vers {address} n’a pas de mots."), grave=True)
        elif plain(words) in EMPTY_WORDS:
            yield Finding(_at(place, f"« {words} » ne dit pas où mène le lien."), grave=True)
        if address.startswith("/") and not _leads_somewhere(address):
            yield Finding(_at(place, f"le lien {address} ne mène à aucune page du site."), grave=True)
        if not is_target(address):
            yield Finding(_at(place, f"l’adresse {address} n’est pas un lien."), grave=True)


def _leads_somewhere(address: str) -> bool:
    try:
        resolve(address.partition("#")[0].partition("?")[0])
    except Resolver404:
        return False
    return True
