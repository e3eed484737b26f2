"""The wishes of a participant: for each slot, up to three workshops in order."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from events.day import Part
from events.models import Place, Registration, Session

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


class UndoForm(forms.Form):
    """Why places that nobody was told of are taken back, all of them."""

    reason = forms.CharField(label="Pourquoi la refaire", max_length=200, help_text="Gardé au journal.")


class GiveForm(forms.Form):
    """One more seat of a session, for somebody who comes and has none there."""

    registration = forms.TypedChoiceField(
        label="Donner une place à",
        coerce=int,
        help_text="Elle remplace celle de ce créneau, s’il y en a une. Les places de chaque côté restent gardées.",
    )

    def __init__(self, *args: Any, session: Session, held: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seated = [place.registration_id for place in held]
        coming = Registration.objects.coming().filter(event=session.slot.meeting.event_id).exclude(pk__in=seated)
        self.rows = {row.pk: row for row in coming.select_related("person").by_name()}
        choices = [(pk, f"{row.person}, {row.get_side_display()}") for pk, row in self.rows.items()]
        self.fields["registration"].choices = choices  # type: ignore[attr-defined]

    def row(self) -> Registration:
        return self.rows[self.cleaned_data["registration"]]


class ChangePlaceForm(forms.Form):
    """Somebody of a session goes to another of its slot, or to none."""

    place = forms.TypedChoiceField(label="Changer la place de", coerce=int)
    to = forms.ModelChoiceField(
        label="Pour",
        queryset=Session.objects.none(),
        required=False,
        empty_label="aucun atelier à ce créneau",
        help_text="Les places de chaque côté restent gardées.",
    )
    reason = forms.CharField(label="Pourquoi", max_length=200, help_text="Gardé au journal.")

    def __init__(self, *args: Any, session: Session, held: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = {place.pk: place for place in held}
        choices = [(place.pk, str(place.registration.person)) for place in held]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]
        others = Session.objects.hosted().filter(slot=session.slot).exclude(pk=session.pk)
        to: Any = self.fields["to"]
        to.queryset = others.select_related("workshop__pledge").order_by("workshop__number")
        to.label_from_instance = lambda other: f"{other.workshop.number}. {other.workshop}"

    def row(self) -> Registration:
        return self.held[self.cleaned_data["place"]].registration


def _name(part: Part, rank: int) -> str:
    return f"voeu-{part.slot.pk}-{rank}"
