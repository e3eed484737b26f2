"""The wishes of a participant: for each slot, up to three workshops in order."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from events.day import Part

RANKS = ("Premier vœu", "Deuxième vœu", "Troisième vœu")


class WishesForm(forms.Form):
    """One field per slot and rank, « voeu-12-1 »; what it gives has no gaps: a third wish alone is the first."""

    def __init__(self, *args: Any, parts: Sequence[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            workshops = [choice.session.workshop for choice in part.choices]
            choices = [("", "Sans préférence"), *((str(one.pk), str(one)) for one in workshops)]
            stated = {wish.rank: wish.workshop_id for wish in part.wishes}
            for rank, label in enumerate(RANKS, 1):
                self.fields[_name(part, rank)] = forms.TypedChoiceField(
                    label=label,
                    choices=choices,
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=stated.get(rank),
                )

    def rows(self) -> list[tuple[Part, list[BoundField]]]:
        return [(part, [self[_name(part, rank)] for rank in range(1, len(RANKS) + 1)]) for part in self.parts]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for part in self.parts:
            seen = set()
            for rank in range(1, len(RANKS) + 1):
                chosen = data.get(_name(part, rank))
                if chosen in seen:
                    self.add_error(_name(part, rank), "Déjà choisi plus haut\u00a0: prenez-en un autre.")
                seen |= {chosen} - {None}
        return data

    def wishes(self) -> dict[int, list[int]]:
        """Slot → workshops, the most wanted first."""
        data = self.cleaned_data
        asked = {part.slot.pk: [data[_name(part, rank)] for rank in (1, 2, 3)] for part in self.parts}
        return {slot: [one for one in chosen if one] for slot, chosen in asked.items()}


class MixForm(forms.Form):
    """When free seats of a side are opened to the other."""

    released_on = forms.DateField(
        label="Ouvrir les places libres d’un côté à l’autre le",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Jusque-là, chaque atelier garde des places aux ambassadeurs et d’autres aux experts.",
    )


def _name(part: Part, rank: int) -> str:
    return f"voeu-{part.slot.pk}-{rank}"
