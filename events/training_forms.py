"""What is asked for and proposed as trainings."""

from django import forms

from club.core.topics import Topic
from events.models import TopicWish, TrainingProposal


class WishForm(forms.Form):
    title = forms.CharField(label="Sujet souhaité", max_length=110)
    topic = forms.ChoiceField(label="Domaine", choices=Topic.choices)


class ProposalForm(forms.ModelForm):
    """``wish``: among the topics that are still wanted."""

    class Meta:
        model = TrainingProposal
        fields = ["title", "topic", "level", "summary", "is_online", "departement", "wished_dates", "wish"]
        help_texts = {"wished_dates": "Par exemple\u00a0: un mardi soir de janvier, sauf le 12."}
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        wanted: forms.ModelChoiceField = self.fields["wish"]  # type: ignore[assignment]
        wanted.queryset, wanted.empty_label = TopicWish.objects.open(), "Aucun de ceux-là"


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Le fournisseur le lira.",
    )
