"""Who may open the addresses of proposals: one line each, merged into ``access_rules``."""

from members.billing import files, links
from members.billing.models import Proposal
from tests.access_rule import BOTH, Rule
from tests.proposal_factories import PDF, accepted, make_admitted, make_offer

SEE, PREPARE = "staff:billing.view_proposal", "staff:billing.change_proposal"


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


PROPOSALS = {
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
