"""The certificate of a sending: what was approved, to whom it went, what became of each, with hashes to check it.

Typst gets the data as JSON and nothing else: no file to read, no package to fetch, no user text as markup.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from club.core.days import date_format
from newsletters.models import Delivery, Exclusion, Issue

TEMPLATE = Path(settings.BASE_DIR) / "templates" / "newsletters" / "documents" / "certificate.typ"
CHUNK = 20_000


def certificate(issue: Issue) -> bytes:
    """The PDF (tagged, PDF/A-2a) of an issue whose audience is frozen."""
    data = json.dumps(facts(issue), ensure_ascii=False)
    pdf = typst.compile(TEMPLATE.read_bytes(), sys_inputs={"data": data}, pdf_standards=["a-2a"])
    return bytes(pdf)  # type: ignore[arg-type]


def facts(issue: Issue) -> dict[str, Any]:
    """Everything the certificate states, counted from the rows when it is asked for."""
    deliveries = Delivery.objects.of(issue)
    states = deliveries.count_by_state()
    exclusions = dict(issue.exclusions.values_list("cause").annotate(n=Count("pk")).order_by())
    segments = dict(deliveries.values_list("segment").annotate(n=Count("pk")).order_by())
    left_out = sum(exclusions.values())
    return {
        "name": str(issue),
        "title": issue.title,
        "subject": issue.subject,
        "state": issue.get_state_display(),
        "author": str(issue.author),
        "approved_by": str(issue.approved_by),
        "approved_at": _moment(issue.approved_at),
        "frozen_at": _moment(issue.frozen_at),
        "finished_at": _moment(issue.finished_at),
        "made_at": _moment(timezone.now()),
        "content_hash": issue.content_hash,
        "frozen_hash": issue.frozen_hash,
        "list_hash": list_hash(issue),
        "candidates": issue.candidate_count,
        "audience": issue.audience_count,
        "left_out": left_out,
        "segments": [[Delivery.Segment(name).label, n] for name, n in sorted(segments.items())],
        "exclusions": [[Exclusion.Cause(name).label, n] for name, n in sorted(exclusions.items())],
        "states": [[Delivery.State(name).label, n] for name, n in states.items() if n],
        "adds_up": sum(states.values()) == issue.audience_count
        and issue.candidate_count == (issue.audience_count or 0) + left_out,
        "versions": _versions(issue),
    }


def list_hash(issue: Issue) -> str:
    """SHA-256 of the lines ``address hash:state``, in the order of the hashes: any change of any row shows."""
    digest = hashlib.sha256()
    rows = Delivery.objects.of(issue).order_by("address_hash").values_list("address_hash", "state")
    for address, state in rows.iterator(chunk_size=CHUNK):
        digest.update(f"{address}:{state}\n".encode())
    return digest.hexdigest()


def _versions(issue: Issue) -> list[list[Any]]:
    """Each version sent: the hash of its message before personal values, how many read it."""
    readers = dict(Delivery.objects.of(issue).values_list("rendition").annotate(n=Count("pk")).order_by())
    versions = issue.renditions.filter(test=None).order_by("pk").values_list("pk", "skeleton", "blocks")
    return [
        [hashlib.sha256(bytes(skeleton)).hexdigest(), len(blocks), readers.get(pk, 0)]
        for pk, skeleton, blocks in versions
    ]


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), r"j F Y à G \h i") if at else "–"
