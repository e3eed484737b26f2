"""Forms of proposals: what staff prepare, upload and note; what somebody without an account accepts."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from club.core.lists import ListFilter, choice
from members.billing.actions.drafts import Terms
from members.billing.figures import PARTS
from members.billing.models import Proposal
from members.models import Organisation

State, Means = Proposal.State, Proposal.Means
YEARS = timedelta(days=366)
STAGES = {
    "ouvertes": ("à suivre", [State.DRAFT, State.SENT, State.ACCEPTED]),
    "preparation": ("en préparation", [State.DRAFT]),
    "envoyees": ("envoyées, sans réponse encore", [State.SENT]),
    "acceptees": ("acceptées, à faire commencer", [State.ACCEPTED]),
    "commencees": ("devenues adhésions", [State.ACTIVATED]),
    "closes": ("refusées, sans réponse, retirées", [State.DECLINED, State.EXPIRED, State.WITHDRAWN]),
    "toutes": ("toutes", list(State)),
}


class ProposalFilter(ListFilter):
    kind = choice("Objet", lambda: list(Proposal.Kind.choices), every="tous")
    stage = choice("Étape", lambda: [(word, label) for word, (label, _) in STAGES.items()])
    useful = {"stage": "ouvertes"}

    def narrow(self, rows: Any) -> Any:
        rows = rows.filter(state__in=STAGES[self.chosen("stage") or "ouvertes"][1])
        if self.chosen("kind"):
            rows = rows.filter(kind=self.chosen("kind"))
        if self.chosen("q"):
            rows = rows.filter(organisation__in=Organisation.objects.search(self.chosen("q")))
        return rows


def day_field(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class TermsForm(forms.Form):
    starts_on = day_field("Adhésion du")
    ends_on = day_field("au (inclus)")
    seats = forms.IntegerField(label="Représentants prévus", min_value=1, max_value=500)
    order_number = forms.CharField(label="Numéro de commande", max_length=60, required=False)
    discount = forms.DecimalField(
        label="Remise négociée (%)",
        min_value=0,
        max_value=100,
        decimal_places=2,
        required=False,
        help_text="Un autre membre de la direction l’accorde avant l’envoi.",
    )
    discount_reason = forms.CharField(label="Motif de la remise", max_length=200, required=False)
    parts = forms.TypedChoiceField(
        label="Échéances", choices=[(n, "une seule fois" if n == 1 else f"en {n} fois") for n in PARTS], coerce=int
    )
    first_due = day_field("Première échéance", help_text="Les suivantes s’étalent régulièrement sur un an.")
    valid_until = day_field("Valable jusqu’au")

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if proposal.kind == Proposal.Kind.CHANGE:
            for name in ("starts_on", "ends_on"):
                self.fields[name].disabled = True
            del self.fields["discount"], self.fields["discount_reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("discount") and not data.get("discount_reason", "").strip():
            self.add_error("discount_reason", "Une remise a un motif.")
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "La date de fin précède la date de début.")
        for name, fault in _wrong_years(data):
            self.add_error(name, fault)
        return data

    def terms(self) -> Terms:
        return Terms(**{name: value for name, value in self.cleaned_data.items() if value is not None})


def _wrong_years(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Fields whose year is a slip of the hand, with what to say."""
    today = timezone.localdate()
    starts_on, ends_on, first_due = (data.get(name) or today for name in ("starts_on", "ends_on", "first_due"))
    if abs(starts_on - today) > 2 * YEARS:
        yield "starts_on", "Cette date est à plus de deux ans d’ici\u00a0: vérifiez l’année."
    elif ends_on - starts_on > 5 * YEARS:
        yield "ends_on", "Une adhésion dure cinq ans au plus\u00a0: vérifiez l’année."
    if first_due < today:
        yield "first_due", "Cette échéance est déjà passée."
    elif first_due - today > 3 * YEARS:
        yield "first_due", "Cette date est à plus de trois ans d’ici\u00a0: vérifiez l’année."


class SendForm(forms.Form):
    to = forms.EmailField(
        label="Adresse de la personne qui signe",
        max_length=254,
        help_text="Elle reçoit le lien ; elle peut le transmettre à qui engage l’organisation.",
    )


class PaperForm(forms.Form):
    means = forms.ChoiceField(
        label="Ce que vous avez reçu",
        choices=[(Means.FORM.value, "la proposition signée"), (Means.ORDER.value, "un bon de commande")],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label="Signé par", max_length=160)
    title = forms.CharField(label="En qualité de", max_length=120)
    email = forms.EmailField(label="Son adresse", max_length=254)
    order_number = forms.CharField(label="Numéro de commande", max_length=60, required=False)
    file = forms.FileField(
        label="Document reçu",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text="PDF, 10 Mo au plus. Il est gardé sous son empreinte.",
    )


class CloseForm(forms.Form):
    who = forms.ChoiceField(
        label="Qui y renonce",
        choices=[("declined", "L’organisation refuse"), ("withdrawn", "Le Club retire sa proposition")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Motif", max_length=200, required=False)


class AcceptForm(forms.Form):
    """One page, two buttons: ask the code, then accept. What was typed stays in the page, nothing in a session."""

    name = forms.CharField(
        label="Vos prénom et nom", max_length=160, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    title = forms.CharField(
        label="Votre fonction", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization-title"})
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Nous y envoyons le code qui prouve que c’est la vôtre.",
    )
    order_number = forms.CharField(
        label="Numéro de commande", max_length=60, required=False, help_text="Si votre comptabilité en exige un."
    )
    authority = forms.BooleanField()
    consent = forms.BooleanField()
    code = forms.CharField(
        label="Code reçu par courriel",
        max_length=20,
        error_messages={"required": "Saisissez le code reçu, ou demandez-en un."},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    document = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, words: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in zip(("authority", "consent"), words, strict=True):
            self.fields[name].label = label


class CodeForm(forms.Form):
    email = forms.EmailField(max_length=254)


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi, si vous voulez nous le dire",
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
