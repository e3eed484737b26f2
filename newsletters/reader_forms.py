"""Forms of the readers' pages: subscribing, choosing."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from club.core.days import date_format
from newsletters.measure import AGREES
from newsletters.measure import SAYS as MEASURES
from newsletters.models import Block, Preference

Tracking = Preference.Tracking
KEEP = "keep"
PAUSES = {"30": "un mois", "60": "deux mois", "90": "trois mois"}
SAYS = {
    Block.Kind.CORPORATE: "La vie des fournisseurs et des réseaux",
    Block.Kind.PRODUCT: "Les produits",
    Block.Kind.TECHNICAL: "Les fiches techniques",
    Block.Kind.MARKETING: "Les outils pour se faire connaître",
    Block.Kind.COMMERCIAL: "Les offres commerciales",
    Block.Kind.EDITORIAL: "Les conseils du Club",
    Block.Kind.AGENDA: "Les rencontres",
}


class SubscriptionForm(forms.Form):
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Nous y envoyons un lien à confirmer. Elle ne sert qu’à Flash info.",
    )


class ConfirmationForm(forms.Form):
    """Never ticked beforehand: agreeing takes an act (GDPR art. 4)."""

    measured = forms.BooleanField(label=MEASURES[Tracking.ANONYMOUS], required=False)


class MeasureForm(forms.Form):
    """What may be counted. To be named takes a tick of its own, never made beforehand."""

    tracking = forms.ChoiceField(
        label="Vos clics sur les encarts",
        choices=list(MEASURES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une des trois réponses."},
    )
    agreed = forms.BooleanField(
        label=AGREES, required=False, help_text="À cocher seulement avec la troisième réponse."
    )

    def __init__(self, *args: Any, preference: Preference | None, **kwargs: Any) -> None:
        chosen = preference.tracking if preference else Tracking.NONE
        super().__init__(*args, initial={"tracking": chosen}, **kwargs)
        if chosen == Tracking.INDIVIDUAL:
            del self.fields["agreed"]  # agreed already

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        named, agreed = given.get("tracking") == Tracking.INDIVIDUAL, given.get("agreed")
        if named and agreed is False:
            self.add_error("agreed", "Cochez cette case pour accepter, ou choisissez une autre réponse.")
        elif agreed and not named and "tracking" in given:
            self.add_error("tracking", "L’accord est coché\u00a0: choisissez la troisième réponse, ou décochez-le.")
        return given


class PreferenceForm(forms.Form):
    sections = forms.MultipleChoiceField(
        label="Rubriques",
        choices=list(SAYS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="Décochez ce qui ne vous sert pas.",
        error_messages={"required": "Gardez une rubrique au moins. Pour ne plus rien recevoir, désabonnez-vous."},
    )
    pause = forms.ChoiceField(label="Pause", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, preference: Preference | None, **kwargs: Any) -> None:
        paused = preference is not None and preference.is_paused()
        self.paused_until = preference.paused_until if preference and paused else None
        sections = preference.sections if preference and preference.sections is not None else Block.Kind.values
        initial = {"sections": sections, "pause": KEEP if paused else ""}
        super().__init__(*args, initial=initial, **kwargs)
        choices = [("", "pas de pause"), *PAUSES.items()]
        if self.paused_until:
            choices.insert(1, (KEEP, f"jusqu’au {date_format(self.paused_until)}, comme décidé"))
        self.fields["pause"].choices = choices  # type: ignore[attr-defined]

    def paused(self, today: date | None = None) -> date | None:
        """Until when, once the form is valid."""
        wanted = self.cleaned_data["pause"]
        if wanted == KEEP:
            return self.paused_until
        return (today or timezone.localdate()) + timedelta(days=int(wanted)) if wanted else None
