"""What is looked at before an issue may leave. Red refuses scheduling, amber warns; each says what to do, where."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from django.conf import settings

from club.core.links import is_example, is_ours
from events.admittance import closed_words
from newsletters.actions.checking import to_check, urls_of
from newsletters.models import Block, Issue, LinkCheck
from newsletters.ordering import insert_of
from newsletters.rendering.compose import compose
from newsletters.rendering.content import Content
from newsletters.rendering.inspect import Reading, read
from newsletters.rotation import are_rivals

RED_BYTES, AMBER_BYTES = 100 * 1024, 80 * 1024  # Gmail cuts at 102 KB
SUBJECT_CUT = 60  # what a phone shows of a subject
LEAST_CONTRAST = 4.5  # WCAG 2.2 AA
PERSONAL = re.compile(r"[^/\s@]+(@|%40)[^/\s@]+\.|[?&](e-?mail|mail|nom|prenom|name|phone|tel)=[^&]", re.I)


class Level(StrEnum):
    RED = "red"
    AMBER = "amber"


@dataclass(frozen=True, slots=True)
class Finding:
    """``block``: where to go to correct it; None: the issue itself."""

    level: Level
    sentence: str
    block: Block | None = None

    @property
    def is_red(self) -> bool:
        return self.level == Level.RED


@dataclass(frozen=True, slots=True)
class Subject:
    """All that the checks look at, gathered once."""

    issue: Issue
    blocks: Sequence[Block]
    content: Content
    reading: Reading
    links: dict[str, LinkCheck]

    @property
    def bytes(self) -> int:
        return len(self.content.html.encode())


def gather(issue: Issue, blocks: Sequence[Block] | None = None) -> Subject:
    """The issue as the fullest version shows it, and what is known of its links."""
    if blocks is None:
        blocks = list(
            issue.blocks.select_related("supplier").prefetch_related("supplier__product_families").in_order()
        )
    content = compose(issue, blocks)
    links = LinkCheck.objects.fresh().filter(url__in=urls_of(blocks))
    return Subject(issue, blocks, content, read(content.html), {link.url: link for link in links})


def findings(subject: Subject) -> list[Finding]:
    """Red first, each kind in the order of the message."""
    found = [finding for check in CHECKS for finding in check(subject)]
    return sorted(found, key=lambda finding: finding.level != Level.RED)


def reds(issue: Issue) -> list[Finding]:
    return [finding for finding in findings(gather(issue)) if finding.is_red]


def awaits_links(subject: Subject) -> bool:
    """Some links have no fresh answer yet: the panel should look again soon."""
    return any(url not in subject.links for url in to_check(subject.blocks))


def _size(subject: Subject) -> Iterator[Finding]:
    size = f"{subject.bytes / 1024:.0f} Ko"
    if subject.bytes > RED_BYTES:
        yield Finding(
            Level.RED, f"Message trop lourd : {size}, Gmail coupe à 102 Ko. Raccourcissez ou retirez un encart."
        )
    elif subject.bytes > AMBER_BYTES:
        yield Finding(Level.AMBER, f"Message lourd : {size} sur 100 Ko permis.")


def _envelope(subject: Subject) -> Iterator[Finding]:
    issue = subject.issue
    if not issue.subject.strip():
        yield Finding(Level.RED, "L’objet du courriel est vide.")
    elif len(issue.subject) > SUBJECT_CUT:
        yield Finding(
            Level.AMBER, f"Objet de {len(issue.subject)} caractères : un téléphone n’en montre qu’une soixantaine."
        )
    if issue.subject.isupper():
        yield Finding(Level.AMBER, "Objet tout en majuscules : les filtres y voient du courrier indésirable.")
    if not issue.preheader.strip():
        yield Finding(Level.AMBER, "Pas d’aperçu : la messagerie montrera les premiers mots du message.")


def _contents(subject: Subject) -> Iterator[Finding]:
    if not subject.blocks:
        yield Finding(Level.RED, "Aucun encart : il n’y a rien à envoyer.")
    for block in subject.blocks:
        if not block.text.strip() and not block.image:
            yield Finding(Level.RED, f"« {block.title} » n’a ni texte ni image.", block)
        elif not block.text.strip():
            yield Finding(Level.RED, f"« {block.title} » n’a pas de texte : sans images, on n’en lirait rien.", block)
        if block.title.isupper() and len(block.title) > 12:
            yield Finding(Level.AMBER, f"« {block.title} » : titre tout en majuscules, pénible à lire.", block)
    for segment, words in (("ambassadors", "les ambassadeurs"), ("channel", "les experts du Channel")):
        wanted = segment in subject.issue.audience.get("segments", [])
        if wanted and subject.blocks and not any(b.audience in ("both", segment) for b in subject.blocks):
            yield Finding(Level.AMBER, f"Aucun encart pour {words} : ils ne recevront rien.")


def _event(subject: Subject) -> Iterator[Finding]:
    event = subject.issue.event
    if event and (words := closed_words(event)):
        yield Finding(Level.RED, words)


def _images(subject: Subject) -> Iterator[Finding]:
    for block in subject.blocks:
        if block.image and not block.image_alt.strip():
            yield Finding(Level.RED, f"L’image de « {block.title} » n’a pas de texte de remplacement.", block)
        elif block.image and block.image_alt.strip() == block.title.strip():
            yield Finding(
                Level.AMBER, f"L’image de « {block.title} » répète le titre : dites ce qu’elle montre.", block
            )


def _sponsors(subject: Subject) -> Iterator[Finding]:
    for block in subject.blocks:
        if block.kind not in Block.Kind.of_suppliers():
            continue
        if block.supplier is None:
            yield Finding(Level.RED, f"« {block.title} » ne nomme pas son fournisseur.", block)
        elif not block.supplier.is_active:
            yield Finding(Level.AMBER, f"« {block.title} » : {block.supplier} n’est plus suivi par le Club.", block)


def _links(subject: Subject) -> Iterator[Finding]:
    examples = [url for url in urls_of(subject.blocks) if is_example(url)]
    if examples:
        level = Level.RED if settings.PRODUCTION else Level.AMBER
        yield Finding(
            level,
            f"{len(examples)} liens vers des adresses d’exemple, où personne ne répond."
            if examples[1:]
            else f"Un lien va vers une adresse d’exemple, où personne ne répond ({_short(examples[0])}).",
        )
    for block in subject.blocks:
        for url in urls_of([block]):
            verdict = _verdict(url, subject.links.get(url))
            if verdict:
                level, words = verdict
                yield Finding(level, f"« {block.title} » : {words} ({_short(url)}).", block)
        if block.link_label and not block.link_url:
            yield Finding(Level.AMBER, f"« {block.title} » : le lien a un intitulé mais pas d’adresse.", block)


def _verdict(url: str, link: LinkCheck | None) -> tuple[Level, str] | None:
    if PERSONAL.search(url.removeprefix(settings.SITE_URL)):
        return Level.RED, "le lien porte une donnée personnelle"
    if is_ours(url) or is_example(url):
        return None
    if link is None:
        return Level.RED, "lien en cours de vérification, attendez quelques secondes"
    outcome = LinkCheck.Outcome
    return {
        outcome.ALIVE.value: None,
        outcome.GUARDED.value: (Level.AMBER, "le site refuse les robots, vérifiez le lien vous-même"),
        outcome.SILENT.value: (Level.AMBER, f"le lien n’a pas répondu : {link.detail}"),
        outcome.DEAD.value: (Level.RED, f"lien mort : {link.detail}"),
        outcome.FORBIDDEN.value: (Level.RED, f"lien refusé : {link.detail}"),
    }[link.outcome]


def _short(url: str) -> str:
    return url if len(url) <= 60 else f"{url[:57]}…"


def _message(subject: Subject) -> Iterator[Finding]:
    """What our own templates promise, read back from the message: a broken promise stops the sending."""
    reading = subject.reading
    broken = [
        (not reading.unsubscribe_at_both_ends(), "Le désabonnement manque en haut ou en bas du message."),
        (reading.lang != "fr" or reading.direction != "ltr", "La langue ou le sens de lecture manque."),
        (reading.tables_without_role > 0, "Un tableau de mise en page n’est pas déclaré comme tel."),
        (min(reading.contrasts.values(), default=21) < LEAST_CONTRAST, "Un texte manque de contraste."),
        (len(subject.content.text.split()) < 20, "La version texte est vide."),
    ]
    if subject.blocks:
        yield from (Finding(Level.RED, sentence) for is_broken, sentence in broken if is_broken)


def _neighbours(subject: Subject) -> Iterator[Finding]:
    for above, below in pairwise(subject.blocks):
        if not are_rivals(insert_of(above), insert_of(below)):
            continue
        if above.supplier == below.supplier:
            yield Finding(Level.AMBER, f"Deux encarts de {above.supplier} se suivent.", below)
            continue
        shared = set(above.supplier.product_families.all()) & set(below.supplier.product_families.all())
        names = ", ".join(sorted(family.name for family in shared))
        yield Finding(
            Level.AMBER, f"Deux concurrents se suivent ({names}) : {above.supplier} et {below.supplier}.", below
        )


Check = Callable[[Subject], Iterator[Finding]]


def register_check(check: Check) -> None:
    """What an app above Flash info knows of the blocks that came from it."""
    CHECKS.append(check)


CHECKS: list[Check] = [
    _envelope,
    _event,
    _contents,
    _sponsors,
    _images,
    _links,
    _size,
    _message,
    _neighbours,
]
