"""What somebody says when registering in the portal; checked here, judged by the actions."""

from typing import Any

from django import forms

from club.core.templatetags.club import euros
from events.actions.registering import Asked
from events.admittance import Admittance
from events.models import Event, Registration
from members.models import User

UNLISTED = "Ne pas me montrer dans la liste des participants"
FORGOTTEN = "Lu par l’équipe seule, et effacé après la rencontre."


class NeedsForm(forms.Form):
    """What the team must know for the day, and what the other participants read."""

    diet = forms.CharField(label="Régime alimentaire", max_length=160, required=False, help_text=FORGOTTEN)
    access_needs = forms.CharField(
        label="Ce qu’il vous faut pour venir",
        max_length=200,
        required=False,
        help_text=f"Place assise, boucle magnétique, accès en fauteuil… {FORGOTTEN}",
    )
    is_unlisted = forms.BooleanField(label=UNLISTED, required=False)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not event.is_listed:
            del self.fields["is_unlisted"]
        if event.is_online:
            del self.fields["diet"]

    @classmethod
    def of(cls, row: Registration, data: Any = None) -> "NeedsForm":
        said = {"diet": row.diet, "access_needs": row.access_needs, "is_unlisted": not row.is_listed}
        return cls(data, event=row.event, initial=said)

    def needs(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "diet": said.get("diet", ""),
            "access_needs": said["access_needs"],
            "is_listed": not said.get("is_unlisted", False),
        }


class RegistrationForm(NeedsForm):
    """``clash``: another registration of the person at the same hours. Whoever goes on knows it, and that a
    seat beyond the rights of the organisation is billed to it.
    """

    field_order = ["organisation"]
    organisation = forms.TypedChoiceField(label="Au nom de", coerce=int, widget=forms.RadioSelect)
    accepts_clash = forms.BooleanField(label="Je le sais\u00a0: je viendrai aux deux")
    accepts_price = forms.BooleanField(required=False)

    def __init__(self, *args: Any, admittance: Admittance, clash: Registration | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = {
            seat.organisation.pk: seat.structure for seat in admittance.seats if seat.organisation and seat.is_free
        }
        if len(named) > 1:
            self.fields["organisation"].choices = list(named.items())  # type: ignore[attr-defined]
            self.initial.setdefault("organisation", next(iter(named)))
        else:
            del self.fields["organisation"]
        if clash is None:
            del self.fields["accepts_clash"]
        self.prices = {seat.organisation.pk: seat for seat in admittance.seats if seat.organisation and seat.price}
        self.usual = admittance.seat
        if billed := [seat for seat in self.prices.values() if seat.is_free]:
            whom = " ou ".join(seat.structure for seat in billed)
            price = euros(billed[0].price)
            self.fields["accepts_price"].label = f"J’accepte ce prix pour {whom}\u00a0: {price} hors taxes"
        else:
            del self.fields["accepts_price"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        usual = self.usual.organisation.pk if self.usual and self.usual.organisation else None
        billed = said.get("organisation", usual) in self.prices
        if billed and "accepts_price" in self.fields and not said.get("accepts_price"):
            self.add_error("accepts_price", "Cochez pour accepter le prix de cette place.")
        return said

    def asked(self) -> Asked:
        said = self.cleaned_data
        accepted = {name: said.get(name, False) for name in ("accepts_clash", "accepts_price")}
        return Asked(said.get("organisation"), **accepted, **self.needs())


class ColleagueForm(forms.Form):
    """Who takes a seat over, among the colleagues who do not come yet."""

    person = forms.ModelChoiceField(label="Collègue", queryset=User.objects.none(), empty_label="Choisissez…")

    def __init__(self, *args: Any, row: Registration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["person"]
        people.queryset = colleagues_of(row)


def colleagues_of(row: Registration) -> Any:
    """The others who act for the organisation that the seat was taken for, and do not come yet."""
    if not row.is_for_a_member:
        return User.objects.none()
    acting = row.organisation.affiliations.current().values("person")  # type: ignore[union-attr]
    coming = Registration.objects.coming().filter(event=row.event_id).values("person")
    return User.objects.filter(pk__in=acting, is_active=True).exclude(pk__in=coming).order_by("sort_key")
