"""Who may open the addresses of proposals: one line each, merged into ``access_rules``."""

from members.billing import files, links
from members.billing.actions import renewals
from members.billing.models import Proposal
from tests.access_rule import BOTH, Rule
from tests.membership_factories import make_membership, make_version
from tests.proposal_factories import PDF, accepted, make_admitted, make_offer
from tests.visitors import member_organisation

SEE, PREPARE, LEAVE = "staff:billing.view_proposal", "staff:billing.change_proposal", "staff:members.change_departure"


def _draft() -> dict[str, int]:
    return {"pk": make_offer().pk}


def _papers() -> dict[str, int]:
    """A proposal accepted by a signed form."""
    row = accepted(make_offer(), means="form", file=PDF)
    return {"pk": row.pk}


def _sent() -> dict[str, str]:
    row = make_offer()
    sha256 = files.keep(PDF)
    Proposal.objects.filter(pk=row.pk).update(state="sent", pdf_sha256=sha256, sent_to="anne@exemple.example")
    return {"token": links.proposal_token(row.pk)}


def _renewal() -> dict[str, str]:
    """A renewal sent, whose options may still be chosen."""
    term = make_membership(make_version(is_base=True))
    row = renewals.prepare(term=term, by=None)
    Proposal.objects.filter(pk=row.pk).update(
        state="sent", pdf_sha256=files.keep(PDF), sent_to="anne@exemple.example"
    )
    return {"token": links.proposal_token(row.pk)}


def _term() -> dict[str, int]:
    return {"pk": make_membership(make_version(is_base=True)).pk}


def _organisation() -> dict[str, int]:
    return {"pk": make_membership(make_version(is_base=True)).organisation_id}


def _own() -> dict[str, int]:
    return {"organisation": member_organisation().pk}


def _own_term() -> dict[str, int]:
    return _own() | {"pk": member_organisation().memberships.latest("pk").pk}


PROPOSALS = {
    "public:billing:options": Rule("public", _renewal, BOTH),
    "portal:billing:change": Rule("organisation:administrator", _own, BOTH),
    "portal:billing:bilan": Rule("organisation", _own_term),
    "console:memberships": Rule(SEE),
    "console:membership": Rule(SEE, _organisation),
    "console:membership_payer": Rule("staff:billing.change_payer", _organisation, BOTH),
    **{f"console:membership_{step}": Rule(LEAVE, _organisation, BOTH) for step in ("resign", "expel", "override")},
    "console:membership_lift": Rule(LEAVE, _organisation, "post"),
    "console:membership_change": Rule(PREPARE, _term, BOTH),
    "console:membership_renew": Rule(PREPARE, _term, "post"),
    "console:renewals": Rule(SEE),
    "console:renewals_prepare": Rule(PREPARE, methods="post"),
    "console:renewals_send": Rule(PREPARE, methods="post"),
    "console:renewals_begin": Rule("staff:billing.issue_document", methods="post"),
    "public:billing:proposal": Rule("public", _sent, BOTH),
    "public:billing:proposal_pdf": Rule("public", _sent),
    "public:billing:decline": Rule("public", _sent, BOTH),
    "public:billing:thanks": Rule("public", lambda: {"token": links.proposal_token(accepted(make_offer()).pk)}),
    "console:proposals": Rule(SEE),
    "console:proposal_new": Rule(PREPARE, lambda: {"pk": make_admitted().pk}, "post"),
    "console:proposal": Rule(SEE, _draft),
    "console:proposal_pdf": Rule(SEE, _draft),
    "console:proposal_evidence": Rule(SEE, _papers),
    "console:proposal_approve": Rule("staff:billing.approve_discount", _draft, "post"),
    "console:proposal_activate": Rule("staff:billing.issue_document", _draft, "post"),
    "console:proposal_reopen": Rule(PREPARE, _draft, "post"),
    **{f"console:proposal_{step}": Rule(PREPARE, _draft, BOTH) for step in ("prepare", "send", "paper", "close")},
}
