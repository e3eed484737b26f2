"""Who may open the addresses of dues documents: one line each, merged into ``access_rules``."""

from tests.access_rule import BOTH, Rule
from tests.billing_factories import make_document, make_draft
from tests.visitors import member_organisation

SEE, ISSUE = "staff:billing.view_document", "staff:billing.issue_document"
CLOSE = "staff:billing.close_period"


def _draft() -> dict[str, int]:
    return {"pk": make_draft().pk}


def _issued() -> dict[str, int]:
    return {"pk": make_document().pk}


def _own() -> dict[str, int]:
    organisation = member_organisation()
    return {"organisation": organisation.pk, "pk": make_document(organisation=organisation).pk}


DOCUMENTS = {
    "console:documents": Rule(SEE),
    "console:document": Rule(SEE, _issued),
    "console:document_pdf": Rule(SEE, _issued),
    "console:document_preview": Rule(SEE, _draft),
    **{f"console:document_{step}": Rule(ISSUE, _draft, "post") for step in ("issue", "discard", "order_number")},
    "console:document_payer": Rule("staff:billing.change_payer", _draft, BOTH),
    "console:accounting": Rule(CLOSE),
    **{f"console:accounting_{step}": Rule(CLOSE, methods="post") for step in ("close", "verify")},
    "console:accounting_export": Rule(CLOSE, methods=BOTH, proof=True),
    "portal:billing:documents": Rule("organisation:billing", lambda: {"organisation": member_organisation().pk}),
    "portal:billing:document_pdf": Rule("organisation:billing", _own),
    "console:document_credit": Rule(ISSUE, _issued, BOTH),
    "console:document_transmission": Rule("staff:billing.change_transmission", _issued, "post"),
}
