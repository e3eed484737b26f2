"""Who may open the addresses of contributions: one line each, merged into ``access_rules``."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from club.contributions import links
from club.contributions.actions.writing import store_file
from club.contributions.models import CallMail, Placement
from newsletters.models import Click
from tests.access_rule import BOTH, Rule
from tests.contribution_factories import count_reach, make_call, make_reach_mail, make_sent_placement, make_submission
from tests.factories import make_affiliation
from tests.visitors import member_organisation


def _own() -> dict[str, int]:
    return {"organisation": member_organisation().pk}


def _own_contribution() -> dict[str, int]:
    return {"pk": make_submission(supplier=member_organisation()).pk}


def _called() -> dict[str, str]:
    """The link of a call, of somebody who acts for the member; two addresses open with the same one."""
    mail = CallMail.objects.filter(call__supplier=member_organisation()).first()
    if mail is None:
        person = make_affiliation(organisation=member_organisation(), roles=["content"]).person
        call = make_call(supplier=member_organisation())
        mail = CallMail.objects.create(call=call, step="first", due_on=call.slot.due_at, person=person)
    return {"token": links.call_token(mail.pk)}


def _answered() -> dict[str, str]:
    person = make_affiliation(organisation=member_organisation(), roles=["agency"]).person
    row = make_submission(supplier=member_organisation(), author=person)
    return {"token": links.follow_token(row.versions.get().pk)}


def _counted(**fields: Any) -> Placement:
    """An insert whose report has figures and a chart."""
    row = make_sent_placement(**fields)
    count_reach(row)
    Click.objects.create(block=row.block, day=row.sent_on, people=12)
    return row


def _own_insert() -> dict[str, int]:
    return {"pk": _counted(supplier=member_organisation()).pk}


def _told() -> dict[str, str]:
    """The link of a report, of somebody who acts for the member."""
    person = make_affiliation(organisation=member_organisation(), roles=["content"]).person
    placement = _counted(supplier=member_organisation())
    return {"token": links.reach_token(make_reach_mail(placement=placement, person=person).pk)}


def _insert() -> dict[str, int]:
    return {"pk": _counted().pk}


def _placed_supplier() -> dict[str, int]:
    return {"pk": _counted().supplier_id}


def _pdf_of(arguments: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    return lambda: {**arguments(), "kind": "pdf"}


def _to_read() -> dict[str, int]:
    return {"pk": make_submission().pk}


def _with_document() -> dict[str, int]:
    return {"pk": make_submission(file=store_file(BytesIO(b"%PDF-1.7")), file_name="fiche.pdf").pk}


def _call() -> dict[str, int]:
    return {"pk": make_call().pk}


def _slot() -> dict[str, int]:
    return {"slot": make_call().slot_id}


def _supplier() -> dict[str, int]:
    return {"pk": make_call().supplier_id}


SEE_CALLS, SETTLE_CALLS = "staff:contributions.view_call", "staff:contributions.change_call"
READ, DECIDE = "staff:contributions.view_submission", "staff:contributions.change_submission"
CONTRIBUTIONS = {
    "console:contributions:queue": Rule(READ),
    "console:contributions:read": Rule(READ, _to_read),
    "console:contributions:document": Rule(READ, _with_document),
    "console:contributions:retouch": Rule(DECIDE, _to_read, BOTH),
    "console:contributions:write_for": Rule(DECIDE, _supplier, BOTH),
    "console:contributions:decide": Rule(DECIDE, lambda: {**_to_read(), "step": "accepter"}, "post"),
    "public:contributions:call": Rule("public", _called, BOTH),
    "public:contributions:call_preview": Rule("public", _called, "post"),
    "public:contributions:follow": Rule("public", _answered, BOTH),
    "public:contributions:follow_preview": Rule("public", _answered, "post"),
    "portal:contributions:contributions": Rule("organisation"),
    "portal:contributions:new": Rule("organisation", _own, BOTH),
    "portal:contributions:preview": Rule("organisation", _own, "post"),
    "portal:contributions:contribution": Rule("organisation", _own_contribution, BOTH),
    "portal:contributions:reach": Rule("organisation"),
    "portal:contributions:reach_file": Rule("organisation", lambda: {"kind": "pdf"}),
    "portal:contributions:reach_of": Rule("organisation", _own_insert),
    "portal:contributions:reach_of_file": Rule("organisation", _pdf_of(_own_insert)),
    "public:contributions:reach_of": Rule("public", _told),
    "public:contributions:reach_of_file": Rule("public", _pdf_of(_told)),
    "console:contributions:reach": Rule(SEE_CALLS, _placed_supplier),
    "console:contributions:reach_file": Rule(SEE_CALLS, _pdf_of(_supplier)),
    "console:contributions:reach_of": Rule(SEE_CALLS, _insert),
    "console:contributions:reach_of_file": Rule(SEE_CALLS, _pdf_of(_insert)),
    "console:contributions:board": Rule(SEE_CALLS),
    "console:contributions:board_of": Rule(SEE_CALLS, _slot),
    "console:contributions:board_supplier": Rule(SEE_CALLS, _supplier),
    "console:contributions:board_note": Rule(SETTLE_CALLS, _supplier, "post"),
    "console:contributions:board_take_over": Rule(SETTLE_CALLS, _call, "post"),
    "console:contributions:board_decline": Rule(SETTLE_CALLS, _call, "post"),
}
