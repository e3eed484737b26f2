"""Before an issue leaves: each insert of a supplier says what the supplier agreed to, and still holds."""

from collections.abc import Iterator

from club.contributions.actions.placing import agreed_content, block_content
from club.contributions.models import Placement
from club.core.days import date_format
from newsletters import departures
from newsletters.checks import Finding, Level, Subject

SAID = ("supplier", "title", "text", "image", "image_alt", "link_url", "link_label")


def agreed(subject: Subject) -> Iterator[Finding]:
    """Inserts that were changed since, or that end before the issue leaves; no statement without a supplier."""
    blocks = [block for block in subject.blocks if block.supplier_id]
    if not blocks:
        return
    planned = Placement.objects.filter(block__in=blocks, state=Placement.State.PLANNED)
    placements = {row.block_id: row for row in planned.select_related("version", "supplier")}
    placed = [(block, placements[block.pk]) for block in blocks if block.pk in placements]
    for block, row in placed:
        words = block_content(agreed_content(row), row.supplier)
        if any(getattr(block, name) != getattr(words, name) for name in SAID):
            sentence = f"«\u00a0{block.title}\u00a0»\u00a0: ce texte n’est pas celui que {row.supplier} a accepté."
            yield Finding(
                Level.RED, f"{sentence} Remettez ses mots, ou retirez l’encart et retouchez son contenu.", block
            )
    ending = [(block, day) for block, row in placed if (day := agreed_content(row).expires_on)]
    leaves_on = departures.day_of(subject.issue) if ending else None
    for block, day in ending:
        if day < leaves_on:
            sentence = f"«\u00a0{block.title}\u00a0» n’aura plus cours après le {date_format(day, 'j F')}"
            yield Finding(Level.RED, f"{sentence}, avant le départ. Retirez cet encart, ou avancez le départ.", block)
