"""Records of the kernel that staff may read: communes (chosen in forms) and the journal of acts."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from club.core.console_admin import ConsoleAdmin
from club.core.models import AuditEntry, Commune


class ReadOnlyAdmin(ConsoleAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Commune)
class CommuneAdmin(ReadOnlyAdmin):
    search_help_text = "Nom ou code postal."
    list_display = ["name", "departement", "code", "population"]
    list_select_related = ["departement"]
    ordering = ["sort_key", "pk"]
    fields = ["name", "code", "departement", "population", "postcodes"]


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    search_fields = ()
    list_display = ["at", "actor", "verb", "target", "details"]
    list_filter = ["verb"]
    list_select_related = ["actor"]
    ordering = ["-at", "-pk"]
    fields = ["at", "actor", "verb", "target", "details"]
