"""Which options go together: what is offered to a side on a day, and what a choice of options still lacks."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from club.core.templatetags.club import round_euros
from members.models import OptionVersion, Organisation
from members.pricing import Choice

Side = Organisation.Side
TO_SIDE = {Side.BRAND: "aux marques", Side.INSTITUTION: "aux institutions"}


def catalogue(side: str, on: date) -> list[OptionVersion]:
    """What a side may take from a day on, in the order of the catalogue; three statements."""
    rows = OptionVersion.objects.current(on=on).filter(option__is_offered=True, option__sides__contains=[side])
    return list(
        rows.select_related("option").prefetch_related("grants", "option__needs").order_by("option__position", "pk")
    )


def prices(on: date) -> str:
    """What the base fee, or the option that comprises one, costs each side a year; one statement, empty when none.

    « Pour une marque, de 6 000 à 45 000 € par an ; pour une institution, jusqu’à 1 200 € par an. »
    """
    rows = OptionVersion.objects.current(on=on).filter(option__is_offered=True).select_related("option")
    formulas = [version for version in rows if is_formula(version)]
    said = []
    for side, whom in ((Side.BRAND, "pour une marque"), (Side.INSTITUTION, "pour une institution")):
        if costs := [version.price for version in formulas if side in version.option.sides]:
            said.append(f"{whom}, {_range(min(costs), max(costs))}")
    sentence = "\u00a0; ".join(said)
    return f"{sentence[0].upper()}{sentence[1:]}." if said else ""


def _range(least: Decimal, most: Decimal) -> str:
    if not most:
        return "gratuit"
    if not least:
        return f"jusqu’à {round_euros(most)} par an"
    least_said = round_euros(least).removesuffix("\u00a0€")
    return f"{round_euros(most)} par an" if least == most else f"de {least_said} à {round_euros(most)} par an"


def is_formula(version: OptionVersion) -> bool:
    """A base fee, or an option that comprises one: a choice holds exactly one of them."""
    return version.option.is_base or version.option.includes_base


def choices_of(basket: Mapping[str, int], *, side: str, on: date) -> tuple[list[Choice], list[str]]:
    """A basket (code of option → quantity) at the versions of a day, and what is wrong with it, in sentences."""
    offered = {version.option.code: version for version in catalogue(side, on)}
    wanted = {code: quantity for code, quantity in basket.items() if quantity}
    choices = [Choice(version, wanted[code]) for code, version in offered.items() if code in wanted]
    strange = [
        f"L’option «\u00a0{code[:40]}\u00a0» n’est pas proposée {TO_SIDE[Side(side)]} à cette date."
        for code in wanted
        if code not in offered
    ]
    return choices, strange + faults(choices, side=side)


def faults(choices: Sequence[Choice], *, side: str) -> list[str]:
    """What forbids a choice of options, each as a sentence; nothing when it may be proposed."""
    options = [choice.version.option for choice in choices]
    return [
        *_not_for(choices, side),
        *_too_many(choices),
        *_formulas(choices),
        *(
            f"«\u00a0{option.name}\u00a0» suppose une de ces options\u00a0: "
            f"{', '.join(other.name for other in option.needs.all())}."
            for option in options
            if option.needs.all() and not set(option.needs.all()) & set(options)
        ),
    ]


def _not_for(choices: Sequence[Choice], side: str) -> list[str]:
    strange = [choice.version.option for choice in choices if side not in choice.version.option.sides]
    return [f"«\u00a0{option.name}\u00a0» n’est pas proposée {TO_SIDE[Side(side)]}." for option in strange]


def _too_many(choices: Sequence[Choice]) -> list[str]:
    found = []
    for choice in choices:
        option = choice.version.option
        if not 1 <= choice.quantity <= option.max_quantity:
            most = "une fois" if option.max_quantity == 1 else f"{option.max_quantity} fois au plus"
            found.append(f"«\u00a0{option.name}\u00a0» se prend {most}.")
    return found


def _formulas(choices: Sequence[Choice]) -> list[str]:
    formulas = [choice.version.option for choice in choices if is_formula(choice.version)]
    if not formulas:
        return ["Choisissez une cotisation de base, ou une option qui la comprend."]
    if len(formulas) > 1:
        names = " et ".join(f"«\u00a0{option.name}\u00a0»" for option in formulas)
        return [f"Une adhésion porte une seule cotisation de base\u00a0: choisissez entre {names}."]
    return []
