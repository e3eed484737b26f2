"""Inserts are debited when sent, given back when pulled, in any order and twice."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from club.contributions.actions import deciding, placing
from club.contributions.errors import ContributionError
from club.contributions.models import Placement, Submission
from members.actions import entitlements
from members.models import EntitlementKind, Organisation, Use, User
from newsletters import departures
from newsletters.checks import reds
from newsletters.models import Block, Issue
from tests.contribution_factories import make_slot, make_submission
from tests.factories import make_block, make_delivery, make_issue, make_organisation, make_sent_issue, make_staff
from tests.membership_factories import make_membership
from tests.membership_factories import make_version as make_option_version

pytestmark = pytest.mark.django_db


def supplier_with(inserts: int) -> Organisation:
    organisation = make_organisation()
    today = timezone.localdate()
    make_membership(
        make_option_version(grants={"insert": inserts}),
        organisation=organisation,
        starts_on=today - timedelta(days=30),
        ends_on=today + timedelta(days=300),
    )
    return organisation


def accepted(supplier: Organisation, **fields: object) -> Submission:
    return make_submission(supplier=supplier, state=Submission.State.ACCEPTED, **fields)


def left(supplier: Organisation) -> int:
    return entitlements.left(supplier, EntitlementKind.INSERT)


def send(issue: Issue) -> None:
    """As the sender leaves it, without its hundred steps."""
    sent = make_sent_issue()
    facts = [
        "approved_by",
        "approved_at",
        "content_hash",
        "frozen_hash",
        "frozen_at",
        "audience_count",
        "finished_at",
    ]
    Issue.objects.filter(pk=issue.pk).update(state="approved", **{name: getattr(sent, name) for name in facts})
    Issue.objects.filter(pk=issue.pk).update(state="scheduled", send_at=timezone.now())
    Issue.objects.filter(pk=issue.pk).update(state="sending")
    Issue.objects.filter(pk=issue.pk).update(state="sent")


def test_placed_contribution_is_read_as_it_was_agreed_and_proved_once_sent() -> None:
    supplier, issue, editor = supplier_with(3), make_issue(), make_staff()
    make_block(issue=issue, kind="editorial")
    row = accepted(supplier, kind="press_release", territories=["53"])
    placement = placing.place(submission=row, issue=issue, by=editor)
    block = placement.block
    assert (block.title, block.text, block.territories, block.kind) == (row.title, row.text, ["53"], "corporate")
    assert (left(supplier), placing.inserts_free(supplier), placing.settle()) == (3, 2, 0)
    send(issue)
    assert (placing.settle(), placing.settle(), left(supplier)) == (1, 0, 2)
    placement.refresh_from_db()
    assert (placement.state, placement.rank, placement.out_of) == ("sent", 2, 2)
    assert placing.agreed_content(placement).title == row.title


def test_no_insert_left_is_said_and_staff_may_go_beyond() -> None:
    supplier, issue, editor = supplier_with(1), make_issue(), make_staff()
    placing.place(submission=accepted(supplier), issue=issue, by=editor)
    with pytest.raises(ContributionError, match="plus d’encart libre"):
        placing.place(submission=accepted(supplier), issue=issue, by=editor)
    placing.place(submission=accepted(supplier), issue=issue, by=editor, beyond=True)
    send(issue)
    assert (placing.settle(), left(supplier)) == (2, 0)
    assert entitlements.Use.objects.exclude(overrun="").count() == 1


def test_supplier_without_any_right_was_sent_all_the_same_and_it_is_said() -> None:
    issue = make_issue()
    placement = placing.place(submission=accepted(make_organisation()), issue=issue, by=make_staff(), beyond=True)
    send(issue)
    placing.settle()
    placement.refresh_from_db()
    assert placement.state == "sent"
    assert "n’a pas ce droit" in placement.reason


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "submitted"}, "à lire par le Club"),
        ({"expires_on": date(2026, 1, 1)}, "plus cours"),
    ],
)
def test_what_may_not_be_placed_is_refused_in_words(fields: dict[str, object], words: str) -> None:
    row = make_submission(supplier=supplier_with(1), **({"state": "accepted"} | fields))
    with pytest.raises(ContributionError, match=words):
        placing.place(submission=row, issue=make_issue(), by=make_staff())


def test_offer_that_ends_before_the_departure_is_not_placed() -> None:
    today = timezone.localdate()
    row = accepted(supplier_with(1), expires_on=today + timedelta(days=7))
    slots = [make_slot(in_days=days) for days in (5, 19)]
    coming, following = make_issue(), make_issue()
    assert departures.expected() == {slots[0].pk: coming, slots[1].pk: following}
    with pytest.raises(ContributionError, match="plus cours"):
        placing.place(submission=row, issue=following, by=make_staff())
    placing.place(submission=row, issue=coming, by=make_staff())
    assert not [finding for finding in reds(coming) if "plus cours" in finding.sentence]
    coming.send_at = timezone.now() + timedelta(days=8)
    assert [finding for finding in reds(coming) if "plus cours" in finding.sentence]


def test_right_that_counts_is_that_of_the_day_of_the_departure() -> None:
    supplier = make_organisation()
    today = timezone.localdate()
    make_membership(
        make_option_version(grants={"insert": 1}),
        organisation=supplier,
        starts_on=today - timedelta(days=360),
        ends_on=today + timedelta(days=4),
    )
    make_slot(in_days=5)
    assert (placing.inserts_free(supplier), placing.inserts_free(supplier, on=today + timedelta(days=5))) == (1, 0)
    with pytest.raises(ContributionError, match="n’a plus d’encart libre"):
        placing.place(submission=accepted(supplier), issue=make_issue(), by=make_staff())


def test_issue_stopped_half_way_was_sent() -> None:
    supplier, issue = supplier_with(2), make_issue()
    placing.place(submission=accepted(supplier), issue=issue, by=make_staff())
    send(issue)
    make_delivery(issue=issue, state="sent")
    Issue.objects.filter(pk=issue.pk).update(state="sending")
    Issue.objects.filter(pk=issue.pk).update(state="cancelled")
    placing.settle()
    assert (Placement.objects.get().state, left(supplier)) == ("sent", 1)


def test_placement_that_breaks_keeps_no_other_from_being_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    supplier, issue, editor = supplier_with(2), make_issue(), make_staff()
    first, _ = (placing.place(submission=accepted(supplier), issue=issue, by=editor) for _ in range(2))
    send(issue)
    use = placing._use
    monkeypatch.setattr(placing, "_use", lambda row: use(row) if row != first else 1 / 0)
    assert (placing.settle(), left(supplier)) == (1, 1)


def test_words_changed_in_the_issue_after_the_agreement_stop_it() -> None:
    supplier, issue = supplier_with(1), make_issue()
    block = placing.place(submission=accepted(supplier), issue=issue, by=make_staff()).block
    make_block(issue=issue)
    words = f"pas celui que {supplier} a accepté"
    assert not [finding for finding in reds(issue) if words in finding.sentence]
    Block.objects.filter(pk=block.pk).update(title="Un autre titre")
    assert [finding.block for finding in reds(issue) if words in finding.sentence] == [block]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "place", "beyond", "send", "settle", "pull", "remove", "cancel"]),
        st.integers(0, 1),
        st.integers(0, 1),
    ),
    min_size=4,
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_balance_is_what_was_sent_and_not_pulled(steps: list[tuple[str, int, int]]) -> None:
    """In any order, each step twice, two contributions and two issues for one right."""
    supplier, editor = supplier_with(1), make_staff()
    rows = [make_submission(supplier=supplier) for _ in range(2)]
    issues = [make_issue(), make_issue()]
    for step, row, issue in steps:
        for _ in range(2):
            _take(step, rows[row], issues[issue], editor)
    placing.settle()
    assert is_balanced(supplier)
    sent = Placement.objects.filter(supplier=supplier, state="sent").select_related("issue")
    assert {placement.issue.state for placement in sent} <= {"sent"}
    assert not Placement.objects.filter(supplier=supplier, state="planned", issue__state__in=["sent", "cancelled"])


def test_right_that_nobody_gives_back_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    supplier, issue, editor = supplier_with(1), make_issue(), make_staff()
    row = make_submission(supplier=supplier)
    for step in ("accept", "place", "send", "settle"):
        _take(step, row, issue, editor)
    monkeypatch.setattr(placing.entitlements, "give_back", lambda **_: None)
    _take("pull", row, issue, editor)
    assert not is_balanced(supplier)


def is_balanced(supplier: Organisation) -> bool:
    """Each insert that stands as sent has used one right, and nothing else has."""
    used = Use.objects.filter(entitlement__organisation=supplier, given_back_at=None)
    sent = Placement.objects.filter(supplier=supplier, state="sent")
    return sorted(used.values_list("key", flat=True)) == sorted(row.use_key for row in sent)


def _take(step: str, row: Submission, issue: Issue, editor: User) -> None:
    state = Issue.objects.get(pk=issue.pk).state
    placement = Placement.objects.filter(submission=row, issue=issue).order_by("-pk").first()
    try:
        if step == "accept":
            deciding.accept(submission=row, by=editor, seen=1)
        elif step in ("place", "beyond"):
            placing.place(submission=row, issue=issue, by=editor, beyond=step == "beyond")
        elif step == "settle":
            placing.settle()
        elif step == "send" and state == "draft":
            send(issue)
        elif step == "cancel" and state == "draft":
            Issue.objects.filter(pk=issue.pk).update(state="cancelled")
        elif step == "pull" and placement:
            placing.pull(placement=placement, by=editor, reason="à la demande du fournisseur")
        elif step == "remove" and placement and placement.block and state == "draft":
            placing.composing.remove_block(block=placement.block, actor=editor)
    except placing.ClubError:
        return
