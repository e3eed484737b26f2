"""What people may change about themselves."""

from typing import Any

import phonenumbers
from django import forms

from club.core.models import Commune
from club.core.search import plain
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
    commune = forms.CharField(
        label="Commune où vous travaillez",
        required=False,
        max_length=100,
        help_text="Un nom ou un code postal : Laval, ou 53000.",
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        initial = {name: getattr(person, name) or "" for name in ("civility", "first_name", "last_name", "phone")}
        initial["commune"] = str(person.commune) if person.commune else ""
        super().__init__(*args, initial=initial, **kwargs)

    def clean_phone(self) -> str:
        """As the French write it: 01 99 00 12 34; a foreign number keeps its country code."""
        typed = self.cleaned_data["phone"]
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(typed, "FR")
        except phonenumbers.NumberParseException:
            raise forms.ValidationError("Ce numéro ne se lit pas. Exemple : 01 99 00 12 34.") from None
        if not phonenumbers.is_possible_number(number):
            raise forms.ValidationError("Ce numéro n’a pas le bon nombre de chiffres. Exemple : 01 99 00 12 34.")
        national = number.country_code == 33
        form = phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
        return phonenumbers.format_number(number, form)

    def clean_commune(self) -> Commune | None:
        """One commune, from « Laval », « Laval (53) » or a postcode."""
        typed = self.cleaned_data["commune"]
        name, _, territory = typed.rstrip(")").partition(" (")
        if not plain(name):
            return None
        found = Commune.objects.search(name).order_by("-population")
        if territory:
            found = found.filter(departement=territory.strip())
        near = list(found[:8])
        same = [commune for commune in near if plain(commune.name) == plain(name)] or near
        if not same:
            raise forms.ValidationError("Nous ne connaissons pas cette commune. Essayez son code postal.")
        if len(same) > 1:
            choices = ", ".join(map(str, same))
            raise forms.ValidationError(f"Plusieurs communes correspondent : {choices}. Recopiez la bonne.")
        return same[0]
