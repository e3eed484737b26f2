"""The forms of an application to join: the organisation, the options, the people, the sending."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from club.core.errors import ClubError
from members import choosing, numbers
from members.models import Affiliation, Application, GoverningText, OptionVersion, Organisation, User

Kind = Organisation.Kind
KINDS = [
    (str(side.label).capitalize(), [(kind.value, kind.label) for kind in Kind.of_side(side.value)])
    for side in Organisation.Side
]
COUNTRIES = {
    "FR": "France", "DE": "Allemagne", "AT": "Autriche", "BE": "Belgique", "BG": "Bulgarie", "CY": "Chypre",
    "HR": "Croatie", "DK": "Danemark", "ES": "Espagne", "EE": "Estonie", "FI": "Finlande", "GR": "Grèce",
    "HU": "Hongrie", "IE": "Irlande", "IT": "Italie", "LV": "Lettonie", "LT": "Lituanie", "LU": "Luxembourg",
    "MT": "Malte", "MC": "Monaco", "NO": "Norvège", "NL": "Pays-Bas", "PL": "Pologne", "PT": "Portugal",
    "RO": "Roumanie", "GB": "Royaume-Uni", "SK": "Slovaquie", "SI": "Slovénie", "SE": "Suède", "CH": "Suisse",
    "CZ": "Tchéquie",
}  # fmt: skip
MOST_PEOPLE = 20
LATEST_START = timedelta(days=366)


class OrganisationForm(forms.Form):
    number = forms.CharField(
        label="SIREN, à défaut RNA ou TVA étrangère",
        max_length=30,
        help_text="Neuf chiffres. Une association sans SIREN donne son numéro RNA, une société étrangère sa TVA.",
    )
    name = forms.CharField(label="Nom d’usage", max_length=120, help_text="Celui que les autres membres liront.")
    legal_name = forms.CharField(label="Raison sociale, si elle est autre", max_length=160, required=False)
    kind = forms.ChoiceField(label="Vous êtes", choices=[("", "choisissez"), *KINDS])
    address = forms.CharField(
        label="Adresse", max_length=200, widget=forms.TextInput({"autocomplete": "address-line1"})
    )
    postcode = forms.CharField(
        label="Code postal", max_length=12, widget=forms.TextInput({"autocomplete": "postal-code"})
    )
    city = forms.CharField(label="Ville", max_length=80, widget=forms.TextInput({"autocomplete": "address-level2"}))
    country = forms.ChoiceField(label="Pays", choices=list(COUNTRIES.items()), initial="FR")
    website = forms.URLField(
        label="Site", required=False, assume_scheme="https", widget=forms.TextInput({"inputmode": "url"})
    )
    phone = forms.CharField(
        label="Téléphone", max_length=20, required=False, widget=forms.TextInput({"autocomplete": "tel"})
    )
    contact_email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="Nous y envoyons le lien pour reprendre plus tard, puis la suite donnée à la demande.",
    )

    @classmethod
    def of(cls, application: Application) -> dict[str, Any]:
        """What the fields show of an application."""
        numbers_shown = {"number": application.siren or application.rna or application.foreign_vat}
        return numbers_shown | {name: getattr(application, name) for name in cls.base_fields if name != "number"}

    def clean_number(self) -> numbers.Number:
        try:
            return numbers.read(self.cleaned_data["number"])
        except ClubError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        postcode = cleaned.get("postcode", "")
        if cleaned.get("country") == "FR" and postcode and not re.fullmatch("[0-9]{5}", postcode):
            self.add_error("postcode", "Un code postal français a cinq chiffres.")
        return cleaned

    def fields_of_application(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        number = values.pop("number").fields()
        side = Organisation.Side.BRAND if values["kind"] in Kind.of_side("brand") else Organisation.Side.INSTITUTION
        return values | number | {"side": side.value}


class LostLinkForm(forms.Form):
    email = forms.EmailField(
        label="L’adresse de votre demande",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="Celle que vous avez donnée pour recevoir la réponse, à défaut celle de l’administrateur annoncé.",
    )


class OptionRow:
    """An option as the page shows it: its version of the first day, the name and the value of its field."""

    def __init__(self, version: OptionVersion, form: "OptionsForm") -> None:
        self.version, self.option = version, version.option
        self.is_formula = choosing.is_formula(version)
        self.name = "formule" if self.is_formula else f"option-{self.option.code}"
        self.value = form.taken.get(self.option.code, 0)
        self.is_counted = self.option.max_quantity > 1 and not self.is_formula


class OptionsForm(forms.Form):
    """The period by Django's fields; the options read by their codes, since the catalogue decides which exist."""

    starts_on = forms.DateField(
        label="À partir du",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    year = forms.ChoiceField(
        label="Année",
        choices=[("calendar", "année civile, au prorata la première fois"), ("rolling", "de date à date")],
        widget=forms.RadioSelect,
    )
    years = forms.TypedChoiceField(
        label="Nombre d’années", choices=[(n, f"{n}\u00a0an{'s' if n > 1 else ''}") for n in range(1, 6)], coerce=int
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application, self.today = application, timezone.localdate()
        starts_on = max(application.starts_on, self.today)
        initial = {"starts_on": starts_on, "year": application.year, "years": application.years}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["starts_on"].widget.attrs |= {
            "min": f"{self.today:%Y-%m-%d}",
            "max": f"{self.today + LATEST_START:%Y-%m-%d}",
        }
        self.taken = self._taken()
        on = self._first_day() or starts_on
        rows = [OptionRow(version, self) for version in choosing.catalogue(application.side, on)]
        self.formulas = [row for row in rows if row.is_formula]
        self.extras = [row for row in rows if not row.is_formula]
        if not self.is_bound and len(self.formulas) == 1:
            self.formulas[0].value = 1

    def clean_starts_on(self) -> date:
        day = self.cleaned_data["starts_on"]
        if not self.today <= day <= self.today + LATEST_START:
            raise ValidationError("Choisissez une date entre aujourd’hui et dans un an.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "starts_on" in cleaned:
            self.choices, faults = choosing.choices_of(
                self.taken, side=self.application.side, on=cleaned["starts_on"]
            )
            for fault in faults:
                self.add_error(None, fault)
        return cleaned

    def _taken(self) -> dict[str, int]:
        """Code of option → quantity, from what was posted or from what is kept."""
        if not self.is_bound:
            lines = self.application.lines.select_related("version__option")
            return {line.version.option.code: line.quantity for line in lines}
        found = dict.fromkeys(self.data.getlist("formule"), 1)
        for name in self.data:
            if name.startswith("option-"):
                found[name.removeprefix("option-")] = _quantity(self.data[name])
        return {code: quantity for code, quantity in found.items() if quantity}

    def _first_day(self) -> date | None:
        try:
            return self.fields["starts_on"].clean(self.data.get("starts_on")) if self.is_bound else None
        except ValidationError:
            return None


def _quantity(text: str) -> int:
    """A whole number, or one too many to be refused with the sentence of its option."""
    text = text.strip()
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 10_000


class PersonForm(forms.Form):
    civility = forms.ChoiceField(label="Civilité", choices=[("", "sans"), *User.Civility.choices], required=False)
    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    email = forms.EmailField(label="Adresse électronique", max_length=254)
    phone = forms.CharField(label="Téléphone", max_length=20, required=False)
    job_title = forms.CharField(label="Fonction", max_length=120, required=False)
    roles = forms.MultipleChoiceField(
        label="Rôles",
        choices=Affiliation.Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez un rôle au moins."},
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class _People(forms.BaseFormSet):
    """A form that stayed empty is nobody, whatever its rank."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def people(self) -> list[dict[str, Any]]:
        """Those filled in and not taken away."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data and form not in self.deleted_forms]

    def clean(self) -> None:
        if any(form.errors for form in self.forms if form not in self.deleted_forms):
            return
        addresses = [person["email"] for person in self.people()]
        if len(set(addresses)) < len(addresses):
            raise ValidationError("Deux personnes portent la même adresse\u00a0: chacune a la sienne.")
        if not addresses:
            raise ValidationError("Nommez au moins une personne, qui soit administrateur et signataire.")


PeopleForm = forms.formset_factory(
    PersonForm,
    formset=_People,
    extra=0,
    max_num=MOST_PEOPLE,
    validate_max=True,
    absolute_max=MOST_PEOPLE + 1,
    can_delete=True,
)


class SendForm(forms.Form):
    """The order number, and each text in force with its box; ``texts``: kind → version shown."""

    order_number = forms.CharField(
        label="Votre numéro de commande",
        max_length=60,
        required=False,
        help_text="Si votre comptabilité en exige un sur la facture. Il peut aussi venir plus tard.",
    )

    def __init__(self, *args: Any, texts: dict[str, GoverningText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        for kind, text in texts.items():
            self.fields[f"accepts_{kind}"] = forms.BooleanField(
                label=f"J’accepte {_named(text)}",
                error_messages={"required": "Cochez pour accepter ce texte\u00a0: il engage les membres."},
            )

    def accepted(self) -> dict[str, int]:
        """Kind → the version that stood on the page when the box was ticked."""
        said = {kind: self.data.get(f"shown_{kind}") for kind in self.texts}
        return {kind: text.pk for kind, text in self.texts.items() if said[kind] == str(text.pk)}


def _named(text: GoverningText) -> str:
    article = "le" if text.kind == GoverningText.Kind.RULES else "les"
    return f"{article} {text.get_kind_display()} en vigueur depuis le {text.starts_on:%d/%m/%Y}"
