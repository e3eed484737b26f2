"""Who may open the addresses of dues documents: one line each, merged into ``access_rules``."""

from tests.access_rule import BOTH, Rule
from tests.billing_factories import make_document, make_draft

SEE, ISSUE = "staff:billing.view_document", "staff:billing.issue_document"


def _draft() -> dict[str, int]:
    return {"pk": make_draft().pk}


def _issued() -> dict[str, int]:
    return {"pk": make_document().pk}


DOCUMENTS = {
    "console:documents": Rule(SEE),
    "console:document": Rule(SEE, _issued),
    "console:document_pdf": Rule(SEE, _issued),
    **{f"console:document_{step}": Rule(ISSUE, _draft, "post") for step in ("issue", "discard", "order_number")},
    "console:document_credit": Rule(ISSUE, _issued, BOTH),
    "console:document_transmission": Rule("staff:billing.change_transmission", _issued, "post"),
}
