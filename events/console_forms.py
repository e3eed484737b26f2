"""What the team says about registrations; checked here, judged by the actions."""

from typing import Any

from django import forms
from django.core.validators import MinValueValidator

from events.actions.registering import Asked
from events.admittance import Admittance, Seat
from events.models import Registration, Side

DESPITE_CLASH = "Vient même si elle va ailleurs à la même heure"
GUESTS = [(f"side:{side}", f"Comme {side.label}") for side in (Side.GUEST, Side.PUBLIC)]


class CapacityForm(forms.Form):
    capacity = forms.IntegerField(
        label="Places",
        required=False,
        validators=[MinValueValidator(1)],
        max_value=20000,
        help_text="Vide\u00a0: sans limite.",
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Pourquoi", max_length=200, help_text="La personne lit ces mots.")


class ExcuseForm(forms.Form):
    is_excused = forms.BooleanField(
        label="Absence excusée",
        required=False,
        help_text="Elle ne compte pas pour les listes d’attente suivantes. Pourquoi reste privé.",
    )


class MoveForm(forms.Form):
    """``before``: who comes right after; nobody: the end of the list."""

    before = forms.ModelChoiceField(
        label="Placer avant", queryset=Registration.objects.none(), required=False, empty_label="à la fin"
    )
    reason = forms.CharField(label="Pourquoi", max_length=200, help_text="Gardé au journal.")

    def __init__(self, *args: Any, row: Registration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others: Any = self.fields["before"]
        waiting = Registration.objects.waiting().filter(event=row.event_id).exclude(pk=row.pk)
        others.queryset = waiting.select_related("person")
        others.label_from_instance = lambda other: str(other.person)


class SeatForm(forms.Form):
    """A seat at once for somebody who waits."""

    reason = forms.CharField(
        label="Pourquoi avant les autres",
        max_length=200,
        help_text="Gardé au journal. Possible même sans place libre.",
    )
    accepts_clash = forms.BooleanField(label=DESPITE_CLASH, required=False)


class AddForm(forms.Form):
    """One of the ways in that the person has, free or not, or a guest of the Club."""

    way_in = forms.ChoiceField(label="Vient", widget=forms.RadioSelect)
    structure = forms.CharField(
        label="Structure", max_length=160, required=False, help_text="Sur le badge, pour un invité ou un participant."
    )
    beyond = forms.CharField(
        label="Au-delà des places, parce que",
        max_length=200,
        required=False,
        help_text="Sans raison, la personne attend sur la liste quand il n’y a plus de place.",
    )
    accepts_clash = forms.BooleanField(label=DESPITE_CLASH, required=False)

    def __init__(self, *args: Any, admittance: Admittance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {_key(seat): seat for seat in admittance.seats}
        ways = [(key, _words(seat)) for key, seat in self.seats.items()]
        own = {f"side:{seat.side}" for seat in admittance.seats if not seat.structure}
        choices = ways + [(key, label) for key, label in GUESTS if key not in own]
        self.fields["way_in"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("way_in", choices[0][0])

    def seat(self) -> Seat:
        chosen = self.cleaned_data["way_in"]
        return self.seats.get(chosen) or Seat(Side(chosen.removeprefix("side:")), self.cleaned_data["structure"])

    def asked(self) -> Asked:
        return Asked(accepts_clash=self.cleaned_data["accepts_clash"])


def _key(seat: Seat) -> str:
    """The same as long as the person may come that way, in whatever order the ways are."""
    return f"{seat.side}:{seat.organisation.pk if seat.organisation else ''}"


def _words(seat: Seat) -> str:
    """« Pour Ordivance, fournisseur : 1 place », with what is left."""
    label = f"Pour {seat.structure}, {seat.side.label}" if seat.structure else f"Comme {seat.side.label}"
    if seat.left is None:
        return label
    left = f"{seat.left}\u00a0place{'s' if seat.left > 1 else ''}" if seat.left else "plus de place"
    return f"{label}\u00a0: {left}"
