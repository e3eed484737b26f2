"""What makes a change of an issued document visible: each bears the SHA-256 of the one before it and of itself."""

import hashlib
import json
from datetime import UTC
from typing import Any

from members.billing.models import Document, DocumentLine, Instalment

SAID = ["kind", "number", "year", "rank", "issued_on", "due_on", "starts_on", "ends_on", "organisation_id"]
SAID += ["membership_id", "proposal_id", "cites_id", "reason", "order_number", "net", "vat", "total", "pdf_sha256"]
PARTS = ["seller", "buyer", "mentions", "vat_parts"]
LINE = [f.attname for f in DocumentLine._meta.concrete_fields if f.name not in ("id", "document")]
INSTALMENT = [f.attname for f in Instalment._meta.concrete_fields if f.name not in ("id", "document")]


def canonical(document: Document) -> str:
    """Everything an issued document says, as JSON that is always written the same way."""
    said: dict[str, Any] = {name: _plain(getattr(document, name)) for name in SAID}
    said |= {name: getattr(document, name) for name in PARTS}
    said["issued_at"] = document.issued_at and document.issued_at.astimezone(UTC).isoformat()
    said["lines"] = [{name: _plain(getattr(row, name)) for name in LINE} for row in document.lines.all()]
    said["instalments"] = [
        {name: _plain(getattr(row, name)) for name in INSTALMENT} for row in document.instalments.all()
    ]
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(document: Document) -> str:
    """SHA-256 of the chain of the document before it in its series and of what this one says."""
    return hashlib.sha256((document.previous_chain + canonical(document)).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """A number or a key as it is, amounts and days as their text."""
    return value if value is None or isinstance(value, int) else str(value)
