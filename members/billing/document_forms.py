"""Input checks of the pages of dues documents."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from stdnum.fr import siret

from club.core.lists import Choices, ListFilter, choice, remembered
from club.core.naming import number_of
from club.core.templatetags.club import euros
from members.billing.lines import Line, part_of, whole
from members.billing.models import Document, Payer, Transmission
from members.billing.parties import buyer
from members.models import Organisation
from members.numbers import WRONG
from members.places import is_in_union, is_number_of_union

DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


def _years() -> Choices:
    def read() -> Choices:
        years = Document.objects.issued().order_by("-year").values_list("year", flat=True).distinct()
        return [(str(year), str(year)) for year in years]

    return remembered("document_years", read)


class DocumentFilter(ListFilter):
    kind = choice("Genre", lambda: list(Document.Kind.choices), every="tous")
    year = choice("Exercice", _years, every="tous")
    state = choice(
        "État",
        lambda: [("draft", "brouillons"), ("owing", "à régler"), ("late", "en retard"), ("paid", "réglés")],
        every="tous",
    )
    organisation = choice("Organisation", list, every="toutes")

    def __init__(self, request: HttpRequest) -> None:
        """One organisation's documents alone when the address names one; the list then offers to forget it."""
        super().__init__(request)
        number = number_of(request.GET.get("organisation"))
        named = Organisation.objects.filter(pk=number).first() if number else None
        if named is None:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].choices = [("", "toutes"), (str(named.pk), named.name)]  # type: ignore[attr-defined]
            self.full_clean()

    def narrow(self, rows: Any) -> Any:
        match self.chosen("state"):
            case "draft":
                rows = rows.filter(number=None)
            case "owing":
                rows = rows.owing()
            case "late":
                rows = rows.late()
            case "paid":
                rows = rows.due().exclude(pk__in=Document.objects.owing().values("pk"))
        if self.chosen("kind"):
            rows = rows.filter(kind=self.chosen("kind"))
        if self.chosen("year"):
            rows = rows.filter(year=self.chosen("year"))
        if self.chosen("organisation"):
            rows = rows.filter(organisation=self.chosen("organisation"))
        if text := self.chosen("q"):
            named = Organisation.objects.search(text).values("pk")
            rows = rows.filter(Q(number__icontains=text.strip()) | Q(organisation__in=named))
        return rows


class OrderNumberForm(forms.Form):
    order_number = forms.CharField(label="Numéro de commande", max_length=60, required=False)


class CreditForm(forms.Form):
    """All that is left, or an amount without VAT for each line."""

    what = forms.ChoiceField(
        label="Que créditer",
        choices=[("all", "tout ce qui reste à créditer"), ("lines", "les montants écrits ci-dessous")],
        initial="all",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Motif", max_length=200, help_text="Il figure sur l’avoir.")

    def __init__(self, document: Document, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(document.lines.select_related("version"))
        for row in self.rows:
            self.fields[f"net_{row.pk}"] = forms.DecimalField(
                label=f"{row.label}\u00a0: montant hors taxes",
                required=False,
                min_value=Decimal("0.01"),
                max_value=row.net,
                decimal_places=2,
                localize=True,
                help_text=f"{euros(row.net)} sur la facture.",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("what") == "lines" and not self.errors and not self._amounts(cleaned):
            raise forms.ValidationError("Écrivez au moins un montant.")
        return cleaned

    def _amounts(self, cleaned: dict[str, Any]) -> list[Line]:
        given = [(row, cleaned.get(f"net_{row.pk}")) for row in self.rows]
        return [whole(row) if net == row.net else part_of(row, net) for row, net in given if net]

    def lines(self) -> list[Line] | None:
        """None: everything that is left."""
        return self._amounts(self.cleaned_data) if self.cleaned_data["what"] == "lines" else None


class TransmissionForm(forms.ModelForm):
    on = forms.DateField(label="Le", initial=timezone.localdate, **DAY)

    class Meta:
        model = Transmission
        fields = ["state", "on", "note"]


class PeriodForm(forms.Form):
    until = forms.DateField(label="Clore jusqu’au", help_text="Ce jour compris.", **DAY)
    sure = forms.BooleanField(label="C’est définitif, je le sais")


class AccountingForm(forms.Form):
    """What the accountant takes away, and of which days."""

    file_kind = forms.ChoiceField(
        label="Fichier",
        choices=[("fec", "écritures (FEC, article A. 47 A-1 du LPF)"), ("csv", "liste des documents (CSV)")],
        widget=forms.RadioSelect,
    )
    starts_on = forms.DateField(label="Du", **DAY)
    ends_on = forms.DateField(label="Au", **DAY)
    defer = forms.BooleanField(
        label="Constater les produits d’avance (487)",
        required=False,
        help_text="À cocher pour un exercice entier\u00a0: la part des cotisations qui vaut pour après passe en 487, "
        "et celle qui venait d’avant est reprise.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("starts_on") and cleaned.get("ends_on") and cleaned["ends_on"] < cleaned["starts_on"]:
            raise forms.ValidationError("La date de fin précède la date de début.")
        return cleaned


class PayerForm(forms.ModelForm):
    own_name = siren = ""
    siret = forms.CharField(
        label="SIRET",
        max_length=20,
        required=False,
        help_text="Chorus Pro adresse par lui les institutions publiques.",
    )
    country = forms.CharField(
        label="Pays", min_length=2, max_length=2, initial="FR", help_text="Deux lettres\u00a0: FR, BE, DE…"
    )

    class Meta:
        model = Payer
        fields = ["legal_name", "address", "postcode", "city", "country", "vat_number", "email"]
        fields += ["is_public", "siret", "chorus_service", "wants_order_number"]
        labels = {
            "email": "Courriel des factures",
            "wants_order_number": "Exige un numéro de commande, ou d’engagement",
        }

    @classmethod
    def of(cls, organisation: Organisation, **kwargs: Any) -> "PayerForm":
        """The address as it is known: the payer's own, else what the organisation's record says."""
        known = buyer(organisation)
        initial = {name: known[name] for name in ("vat_number", "country", "is_public")}
        form = cls(instance=Payer.objects.filter(organisation=organisation).first(), initial=initial, **kwargs)
        form.own_name, form.siren = organisation.legal_name or organisation.name, organisation.siren or ""
        form.fields["legal_name"].help_text = f"Seulement si les documents portent un autre nom que {form.own_name}."
        return form

    def clean_legal_name(self) -> str:
        """The organisation's own is not copied: a copy would not follow when it changes."""
        typed: str = self.cleaned_data["legal_name"]
        return "" if typed == self.own_name else typed

    def clean_siret(self) -> str:
        """Fourteen digits with their key, of an establishment of the organisation."""
        typed = re.sub(r"\s", "", self.cleaned_data["siret"])
        siren = self.siren or typed[:9]
        if typed and not siret.is_valid(typed):
            raise forms.ValidationError(WRONG)
        if typed and not typed.startswith(siren):
            raise forms.ValidationError(f"Ce SIRET n’est pas d’un établissement de {self.own_name} (SIREN {siren}).")
        return typed

    def clean(self) -> dict[str, Any]:
        """A VAT number of the Union decides who pays the tax: its check digits are read."""
        cleaned = super().clean() or {}
        number = "".join((cleaned.get("vat_number") or "").split()).upper()
        if number and is_in_union(cleaned.get("country", "")) and not is_number_of_union(number):
            self.add_error("vat_number", "Ce numéro de TVA n’est pas d’un autre pays de l’Union\u00a0: vérifiez-le.")
        return cleaned | {"vat_number": number}

    def clean_country(self) -> str:
        code: str = self.cleaned_data["country"].upper()
        if not (code.isascii() and code.isalpha()):
            raise forms.ValidationError("Deux lettres.")
        return code
