"""Input checks of payments and of files of the bank."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import Http404, QueryDict
from django.utils import timezone

from club.core.errors import ClubError
from club.core.naming import number_of
from members.billing.models import Document, Hold, Payment
from members.models import Organisation

MOST = Decimal(10**9)  # beyond what any column holds
PART = "part-"  # name of the field of a document's amount, before its id


class DayField(forms.DateField):
    """A day, today at first, typed or chosen."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**({"initial": timezone.localdate, "widget": widget} | kwargs))


class EuroField(forms.DecimalField):
    """An amount above zero, with a comma or a point, spaces allowed."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            **({"max_digits": 11, "decimal_places": 2, "min_value": Decimal("0.01"), "widget": widget} | kwargs)
        )

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(_typed(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value


class BankFileForm(forms.Form):
    file = forms.FileField(
        label="Relevé de compte",
        help_text="camt.053 (XML) ou CSV, 10 Mo au plus. Demandez de préférence le camt.053 à la banque.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,.csv,.txt"}),
    )


class LeaveForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi cette ligne ne règle aucun document",
        max_length=160,
        help_text="Par exemple : loyer, salaires.",
    )


class PaymentForm(forms.Form):
    """A payment noted by hand: cheque, card, transfer seen at the bank."""

    method = forms.ChoiceField(label="Moyen", choices=Payment.Method.choices, widget=forms.RadioSelect)
    amount = EuroField(label="Montant reçu (€)")
    received_on = DayField(label="Reçu le")
    reference = forms.CharField(
        label="Référence", max_length=140, required=False, help_text="Numéro du chèque, de l’opération."
    )


class RefundForm(forms.Form):
    amount = EuroField(label="Montant rendu (€)")
    refunded_on = DayField(label="Rendu le")
    method = forms.ChoiceField(label="Moyen", choices=Payment.Method.choices)
    reason = forms.CharField(label="Motif", max_length=200)


class HoldForm(forms.Form):
    """Why reminders rest, and until when a payment was promised."""

    kind = forms.ChoiceField(label="Pourquoi", choices=Hold.Kind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label="Ce qui a été dit", max_length=200)
    until = DayField(label="Promis pour le", required=False, initial=None, help_text="Pour une promesse.")


class FindForm(forms.Form):
    """Whose documents are looked for."""

    q = forms.CharField(label="Organisation ou numéro de document", max_length=120, required=False)


def read_shares(posted: QueryDict, documents: Iterable[Document]) -> list[tuple[Document, Decimal]]:
    """How much for which of ``documents``: the fields ``part-<id>`` that hold something."""
    shares = []
    for document in documents:
        text = _typed(posted.get(f"{PART}{document.pk}", ""))
        if not text:
            continue
        try:
            amount = Decimal(text)
        except InvalidOperation as error:
            raise ClubError(f"Le montant pour {document.number} ne se lit pas.") from error
        if not amount.is_finite() or abs(amount) > MOST:
            raise ClubError(f"Le montant pour {document.number} ne se lit pas.")
        if amount:
            shares.append((document, amount))
    return shares


def posted_documents(posted: QueryDict) -> list[Document]:
    """Every document that the form names, by id, in the order of the form."""
    ids = [number_of(name[len(PART) :]) for name in posted if name.startswith(PART)][:200]
    found = Document.objects.issued().select_related("organisation").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def organisation_of(posted: QueryDict, name: str = "organisation") -> Organisation | None:
    """The organisation that the form names; None when it names none."""
    text = posted.get(name, "")
    if not text:
        return None
    found = Organisation.objects.filter(pk=number_of(text)).first()
    if found is None:
        raise Http404
    return found


def words_of(text: str) -> str:
    """What somebody looks for, fit for the database."""
    return " ".join(text.replace("\0", " ").split())[:120]


def _typed(text: str) -> str:
    """« 1 234,56 € » as a computer reads it."""
    plain = "".join(text.split()).replace("€", "").replace("\u00a0", "").replace("\u202f", "")
    return plain.replace(".", "").replace(",", ".") if "," in plain else plain
