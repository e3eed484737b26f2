"""Before an issue leaves: each insert of a supplier says what the supplier agreed to."""

from collections.abc import Iterator

from club.contributions.actions.placing import agreed_content, block_content
from club.contributions.models import Placement
from newsletters.checks import Finding, Level, Subject

SAID = ("supplier", "title", "text", "image", "image_alt", "link_url", "link_label")


def agreed(subject: Subject) -> Iterator[Finding]:
    """An insert that was changed since; one statement, none without a supplier."""
    blocks = [block for block in subject.blocks if block.supplier_id]
    if not blocks:
        return
    planned = Placement.objects.filter(block__in=blocks, state=Placement.State.PLANNED)
    placements = {row.block_id: row for row in planned.select_related("version", "supplier")}
    for block in blocks:
        row = placements.get(block.pk)
        if row is None:
            continue
        words = block_content(agreed_content(row), row.supplier)
        if any(getattr(block, name) != getattr(words, name) for name in SAID):
            sentence = f"«\u00a0{block.title}\u00a0»\u00a0: ce texte n’est pas celui que {row.supplier} a accepté."
            yield Finding(
                Level.RED, f"{sentence} Remettez ses mots, ou retirez l’encart et retouchez son contenu.", block
            )
