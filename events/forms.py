"""Forms of the agenda; they check what was typed and give what the actions take."""

from django import forms

from events.models import Event, State

WORDS = {
    State.OPEN: "Rouvrir les inscriptions",
    State.FULL: "Dire qu’elle est complète",
    State.CLOSED: "Clore les inscriptions",
    State.HELD: "Dire qu’elle a eu lieu",
}


class DecisionForm(forms.Form):
    """What the team decides on an event, on the version it has read. ``state`` is offered when it may follow."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(label="Décision", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Pourquoi",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Pour reporter ou annuler\u00a0: une phrase que le public lira.",
    )

    def __init__(self, *args: object, event: Event, **kwargs: object) -> None:
        super().__init__(*args, initial={"seen": event.version}, **kwargs)  # type: ignore[arg-type, misc]
        self.fields["decision"].choices = choices(event)  # type: ignore[attr-defined]


def choices(event: Event) -> list[tuple[str, str]]:
    """The decisions that may be taken now, in words."""
    found = []
    for state in State(event.state).next_states:
        if state == State.HELD and not event.is_over():
            continue
        if event.capacity is not None and {state, event.state} == {State.OPEN, State.FULL}:
            continue
        if state == State.OPEN and event.state in (State.DRAFT, State.POSTPONED):
            found.append((state.value, "Annoncer" if event.state == State.DRAFT else "Annoncer à sa nouvelle date"))
        else:
            found.append((state.value, WORDS.get(state) or {"postponed": "Reporter", "cancelled": "Annuler"}[state]))
    return found
