"""What representatives ask of the Club, and what staff answer."""

from typing import Any

from django import forms

from members import access
from members.models import Affiliation, DirectoryConsent, Organisation


class IntroductionForm(forms.Form):
    """``user`` asks in the name of one of the organisations they act for to meet ``to``, or somebody there."""

    asked_by = forms.ModelChoiceField(label="Au nom de", queryset=Affiliation.objects.none(), empty_label=None)
    person = forms.ModelChoiceField(
        label="Personne souhaitée",
        queryset=Affiliation.objects.none(),
        required=False,
        empty_label="Qui vous voudrez",
    )
    message = forms.CharField(
        label="Pourquoi cette mise en relation",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Le Club lit ce message, puis le transmet avec votre nom et votre adresse.",
    )

    def __init__(self, *args: Any, user: Any, to: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine: Any = self.fields["asked_by"]
        mine.queryset = access.affiliations_of(user).exclude(organisation=to)
        mine.label_from_instance = lambda row: str(row.organisation)
        people: Any = self.fields["person"]
        agreed = to.affiliations.current().filter(
            consent__shown__contains=[DirectoryConsent.Field.NAME], person__is_active=True
        )
        people.queryset = agreed.select_related("person").order_by("person__sort_key")
        people.label_from_instance = lambda row: str(row.person)


class AnswerForm(forms.Form):
    """Yes or no of staff, with the words that the member reads."""

    choice = forms.ChoiceField(label="Réponse", choices=[("yes", "Oui"), ("no", "Non")], widget=forms.RadioSelect)
    words = forms.CharField(
        label="Ce que lira le membre",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Obligatoire quand c’est non.",
    )
