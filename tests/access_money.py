"""Who may open the addresses of money: statements of the bank, payments, reminders, figures."""

from members.billing.models import Hold
from tests.access_rule import BOTH, Rule
from tests.factories import make_staff
from tests.money_factories import make_bank_line, make_credit_note, make_document, make_payment


def _line() -> dict[str, int]:
    return {"pk": make_bank_line().pk}


BANK_ACTS = ("match", "recognise", "leave", "take_up", "twin")


def _matched() -> dict[str, int]:
    return {"pk": make_payment(1200, bank_line=make_bank_line(1200)).pk}


def _payment() -> dict[str, int]:
    return {"pk": make_payment(1500, organisation=make_document(1200).organisation).pk}


def _allocation() -> dict[str, int]:
    return {"pk": make_payment(organisation=make_document().organisation).allocations.get().pk}


def _document() -> dict[str, int]:
    return {"pk": make_document().pk}


def _credit() -> dict[str, int]:
    document = make_document()
    return {"pk": document.pk, "note": make_credit_note(document, 100).pk}


def _credit_note() -> dict[str, int]:
    return {"pk": make_credit_note(make_document(), 100).pk}


def _hold() -> dict[str, int]:
    held = Hold.objects.create(document=make_document(), kind="dispute", reason="Option", noted_by=make_staff())
    return {"pk": held.pk}


MONEY = {
    "console:bank": Rule("staff:billing.view_bankline"),
    "console:bank_import": Rule("staff:billing.add_bankfile", methods=BOTH, proof=True),
    "console:bank_line": Rule("staff:billing.view_bankline", _line),
    **{f"console:bank_{act}": Rule("staff:billing.change_bankline", _line, "post") for act in BANK_ACTS},
    "console:bank_detach": Rule("staff:billing.change_bankline", _matched, "post"),
    "console:payments": Rule("staff:billing.view_payment"),
    "console:payment_new": Rule("staff:billing.add_payment", methods=BOTH),
    "console:payment": Rule("staff:billing.view_payment", _payment),
    "console:payment_allocate": Rule("staff:billing.add_payment", _payment, "post"),
    "console:payment_refund": Rule("staff:billing.add_payment", _payment, BOTH),
    "console:payment_cancel": Rule("staff:billing.change_payment", _payment, BOTH),
    "demo:statement": Rule("open"),
    "console:dues": Rule("staff:billing.view_document"),
    "console:dues_owed": Rule("staff:billing.view_document"),
    "console:dues_follow": Rule("staff:billing.view_document", _document),
    "console:dues_spend": Rule("staff:billing.add_payment", _credit, "post"),
    "console:dues_hold": Rule("staff:billing.add_hold", _document, "post"),
    "console:dues_lift": Rule("staff:billing.change_hold", _hold, "post"),
    "console:reminders": Rule("staff:billing.view_reminder"),
    "console:credit_refund": Rule("staff:billing.add_payment", _credit_note, BOTH),
    "console:allocation_release": Rule("staff:billing.add_payment", _allocation, "post"),
}
