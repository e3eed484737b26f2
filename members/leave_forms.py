"""Forms of a resignation: given in the portal, answered by the team."""

from typing import Any

from django import forms


class LeaveForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi nous quittez-vous\u00a0?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sure = forms.BooleanField(label="Je parle au nom de mon organisation et je souhaite qu’elle quitte le Club")


class LeaveAnswerForm(forms.Form):
    """Confirm from a day on, or set aside with the words that the member reads."""

    choice = forms.ChoiceField(
        label="Réponse",
        choices=[("yes", "Confirmer la démission"), ("no", "Classer sans suite")],
        widget=forms.RadioSelect,
    )
    effective_on = forms.DateField(
        label="Prend effet le",
        help_text="Premier jour où l’organisation n’est plus membre.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    answer = forms.CharField(
        label="Ce que lira le membre",
        max_length=200,
        required=False,
        help_text="Obligatoire pour classer sans suite.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("choice") == "no" and not cleaned.get("answer"):
            self.add_error("answer", "Dites pourquoi\u00a0: l’organisation le lira.")
        return cleaned
