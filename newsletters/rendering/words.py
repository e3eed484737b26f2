"""The words that both forms of a message share: who speaks, why it came, who paid."""

from django.conf import settings

from newsletters.models import Block, Preference

Tracking = Preference.Tracking

REASON = (
    "Vous recevez Flash info parce que vous conseillez, équipez ou accompagnez de petites entreprises, "
    "ou parce que vous vous y êtes abonné."
)
INVITED = (
    "Vous recevez cette invitation du Club parce que vous représentez un de ses membres, conseillez ou équipez "
    "de petites entreprises, ou lisez Flash info."
)
MEASURE = {
    Tracking.NONE: "Les liens de ce message ne sont pas comptés.",
    Tracking.ANONYMOUS: "Les clics sur les encarts de ce message sont comptés, sans que le Club sache qui clique.",
    Tracking.INDIVIDUAL: "Comme vous l’avez accepté, le Club note quels encarts de ce message vous ouvrez.",
}
"""What is measured of who reads this version: said in each message, with the way to decide otherwise."""
CONTENTS_FROM = 3  # a list of contents under three inserts says nothing


def side(block: Block) -> str:
    """Whose awning a block bears: ``brand``, ``institution`` or ``club``."""
    return block.supplier.side if block.supplier else "club"


def label(block: Block) -> str:
    """Above each title, who speaks: a message published for a member says so and names the member."""
    if block.supplier is None:
        return f"Le Club · {block.get_kind_display()}"
    return f"{block.sponsored_label or 'Message de membre'} · {block.supplier.name} · {block.get_kind_display()}"


def link_label(block: Block) -> str:
    return block.link_label or "En savoir plus"


def contents(blocks: list[Block]) -> list[str]:
    """The titles, each with who speaks; nothing when the message is short."""
    if len(blocks) < CONTENTS_FROM:
        return []
    return [f"{block.title} ({block.supplier.name})" if block.supplier else block.title for block in blocks]


def sponsors(blocks: list[Block]) -> str:
    """Who paid, in one sentence; their place in the message is not for sale."""
    names = list(dict.fromkeys(block.supplier.name for block in blocks if block.supplier))
    if not names:
        return "Ce numéro ne contient que des informations du Club."
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"
    return f"Messages publiés pour des membres du Club, nommés à chaque fois : {who}. La rédaction choisit l’ordre."


def postal_address() -> str:
    return f"{settings.CLUB_NAME}, {settings.CLUB_ADDRESS}, {settings.CLUB_PHONE.replace(' ', chr(160))}"
