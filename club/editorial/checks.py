"""What is checked when an article is saved: sentences for the editor. Grave ones stop it, the others advise."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.urls import Resolver404, resolve
from django.utils import timezone

from club.core.search import plain
from club.editorial.content import Content
from club.editorial.models import Level
from club.editorial.rendering import headings, links, pictures_of, to_text, unread_links

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
    """``field``: id of the field to put right; ``words``: what to look for in it."""

    sentence: str
    grave: bool = False
    field: str = ""
    words: str = ""


def findings(content: Content, level: Level, *, known_pictures: set[int], on: date | None = None) -> list[Finding]:
    """Everything to say about ``content``, the grave first. ``known_pictures``: numbers that exist."""
    found = [
        *_missing(content, level, on or timezone.localdate()),
        *_lengths(content, level),
        *_facts(content, level),
    ]
    for place, text, field in texts_of(content):
        for finding in (*_titles(place, text), *_links(place, text), *_pictures(text, known_pictures)):
            found.append(replace(finding, field=field))
    return sorted(found, key=lambda finding: not finding.grave)


def texts_of(content: Content) -> list[tuple[str, str, str]]:
    """Each text with how to name its place and the id of its field."""
    parts = [(f"Partie {number + 1} : ", part.body, part_field(number)) for number, part in enumerate(content.parts)]
    return [("", content.body, "id_body"), *parts]


def part_field(number: int) -> str:
    """Id of the text of a part, from 0, as the editors' form has it."""
    return f"id_part-{number}-body"


def _at(place: str, words: str) -> str:
    return f"{place}{words}" if place else f"{words[0].upper()}{words[1:]}"


def _missing(content: Content, level: Level, today: date) -> Iterator[Finding]:
    if not content.summary:
        yield Finding("Il manque le chapeau.", grave=True, field="id_summary")
    if level.has_parts and len(content.parts) < FEWEST_PARTS:
        yield Finding(f"Un dossier a au moins {FEWEST_PARTS} parties.", grave=True, field="parties")
    if not level.has_parts and not content.body.strip():
        yield Finding("Il manque le texte.", grave=True, field="id_body")
    for number, part in enumerate(content.parts):
        if not part.body.strip():
            yield Finding(f"La partie {number + 1} est vide.", grave=True, field=part_field(number))
    if content.review_by is None:
        yield Finding("Dites quand cet article devra être relu.", grave=True, field="id_review_by")
    elif content.review_by <= today:
        yield Finding("La date de relecture est passée.", grave=True, field="id_review_by")
    if level in Level.of_information() and not content.themes:
        yield Finding("Aucun thème : l’article ne sera pas rapproché des autres.", field="id_themes_0")


def _lengths(content: Content, level: Level) -> Iterator[Finding]:
    most = MOST_WORDS[level]
    for place, text, field in texts_of(content):
        words = len(to_text(text).split())
        if words > most:
            said = _at(place, f"{words} mots, c’est long : {most} au plus se lisent jusqu’au bout.")
            yield Finding(said, field=field)
    if 0 < len(content.summary) < 50:
        said = "Le chapeau est très court : il sert aussi aux moteurs de recherche."
        yield Finding(said, field="id_summary")


def _facts(content: Content, level: Level) -> Iterator[Finding]:
    if level in (Level.NEWS, Level.DOSSIER) and not content.sources:
        yield Finding("Aucune source : d’où tenons-nous ces faits ?", field="id_source-0-label")
    for number, source in enumerate(content.sources):
        if source.year is None:
            yield Finding(f"Source sans année : {source.label}.", field=f"id_source-{number}-year")


def _titles(place: str, text: str) -> Iterator[Finding]:
    titles = headings(text)
    if any(line.startswith("# ") for line in text.splitlines()):
        said = _at(place, "les titres du texte commencent par ##, car # est le titre de l’article.")
        yield Finding(said, words="# ")
    seen_section = False
    for title in titles:
        seen_section |= title.level == 2
        if title.level == 3 and not seen_section:
            said = _at(place, f"« {title.words} » est un sous-titre (###) sans titre (##) au-dessus.")
            yield Finding(said, grave=True, words=title.words)
            break


def _links(place: str, text: str) -> Iterator[Finding]:
    for address, words in links(text):
        if not words:
            yield Finding(_at(place, f"un lien vers {address} n’a pas de mots."), grave=True, words=address)
        elif plain(words) in EMPTY_WORDS:
            yield Finding(_at(place, f"« {words} » ne dit pas où mène le lien."), grave=True, words=f"[{words}]")
        if address.startswith("/") and not _leads_somewhere(address):
            said = _at(place, f"le lien {address} ne mène à aucune page du site.")
            yield Finding(said, grave=True, words=address)
    for address, words in unread_links(text):
        wanted = "elle commence par https://, ou par / pour une page du site, et n’a pas d’espace."
        said = f"le lien « {words} » n’a pas d’adresse : {wanted}"
        if address:
            said = f"l’adresse « {address} » du lien « {words} » ne se lit pas : {wanted}"
        yield Finding(_at(place, said), grave=True, words=f"]({address}")


def _pictures(text: str, known: set[int]) -> Iterator[Finding]:
    for number in sorted(pictures_of([text]) - known):
        yield Finding("Le texte montre une image qui n’existe pas.", grave=True, words=f"](photo:{number})")


def _leads_somewhere(address: str) -> bool:
    try:
        resolve(address.partition("#")[0].partition("?")[0])
    except Resolver404:
        return False
    return True
