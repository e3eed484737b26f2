"""What people may change about themselves."""

from typing import Any

import phonenumbers
from django import forms

from club.core.models import Commune
from club.core.place_field import PlaceField
from club.core.places import Kind, Place
from members.models import User


class ProfileForm(forms.Form):
    """What a person may change about themself; the address of the account is changed under « Mon compte »."""

    civility = forms.ChoiceField(label="Civilité", required=False, choices=[("", "–"), *User.Civility.choices])
    first_name = forms.CharField(
        label="Prénom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label="Nom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    phone = forms.CharField(
        label="Téléphone professionnel",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    commune = PlaceField(
        kinds=[Kind.COMMUNE],
        label="Commune où vous travaillez",
        required=False,
        help_text="Un nom ou un code postal\u00a0: Laval, ou 53000.",
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        kept = ("civility", "first_name", "last_name", "phone")
        initial: dict[str, Any] = {name: getattr(person, name) for name in kept}
        if commune := person.commune:
            initial["commune"] = Place(Kind.COMMUNE, commune.code, commune.name, commune.departement_id)
        super().__init__(*args, initial=initial, **kwargs)

    def clean_phone(self) -> str:
        """As the French write it: 01 99 00 12 34; a foreign number keeps its country code."""
        typed = self.cleaned_data["phone"]
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(typed, "FR")
        except phonenumbers.NumberParseException:
            raise forms.ValidationError("Ce numéro ne se lit pas. Exemple\u00a0: 01 99 00 12 34.") from None
        if not phonenumbers.is_possible_number(number):
            raise forms.ValidationError("Ce numéro n’a pas le bon nombre de chiffres. Exemple\u00a0: 01 99 00 12 34.")
        national = number.country_code == 33
        form = phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
        return phonenumbers.format_number(number, form)

    def clean_commune(self) -> Commune | None:
        place = self.cleaned_data["commune"]
        return Commune.objects.get(pk=place.code) if place else None
