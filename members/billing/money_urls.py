"""Addresses of the console for what comes in: statements of the bank, payments, reminders, figures."""

from django.urls import path

from members.billing.views import bank, following, overview, payments, returning

console = [
    path("tableau-de-bord/", overview.dues, name="dues"),
    path("releves/", bank.lines, name="bank"),
    path("releves/importer/", bank.receive, name="bank_import"),
    path("releves/<int:pk>/", bank.line, name="bank_line"),
    path("releves/<int:pk>/rapprocher/", bank.match, name="bank_match"),
    path("releves/<int:pk>/reconnaitre/", bank.recognise, name="bank_recognise"),
    path("reglements/<int:pk>/detacher/", bank.detach, name="bank_detach"),
    path("releves/<int:pk>/laisser/", bank.leave, name="bank_leave"),
    path("releves/<int:pk>/doublon/", bank.twin, name="bank_twin"),
    path("releves/<int:pk>/reprendre/", bank.take_up, name="bank_take_up"),
    path("reglements/", payments.listing, name="payments"),
    path("reglements/nouveau/", payments.new, name="payment_new"),
    path("reglements/<int:pk>/", payments.payment, name="payment"),
    path("reglements/<int:pk>/affecter/", payments.allocate, name="payment_allocate"),
    path("reglements/<int:pk>/rembourser/", payments.refund, name="payment_refund"),
    path("reglements/<int:pk>/annuler/", payments.cancel, name="payment_cancel"),
    path("a-encaisser/", following.owed, name="dues_owed"),
    path("a-encaisser/<int:pk>/", following.follow, name="dues_follow"),
    path("a-encaisser/<int:pk>/avoir/<int:note>/", following.spend, name="dues_spend"),
    path("a-encaisser/<int:pk>/suspendre/", following.hold, name="dues_hold"),
    path("suspensions/<int:pk>/lever/", following.lift, name="dues_lift"),
    path("rappels/", following.reminders, name="reminders"),
    path("avoirs/<int:pk>/rembourser/", returning.refund_credit, name="credit_refund"),
    path("affectations/<int:pk>/liberer/", payments.release, name="allocation_release"),
]
