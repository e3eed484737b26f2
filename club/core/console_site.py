"""Django's admin as a part of the staff console: same frame, same rules, no login form of its own."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from club.core.access import is_staff
from club.core.console import rail_for


class ConsoleSite(AdminSite):
    site_title = "Console"
    site_header = "Console"
    index_title = "Aujourd’hui"
    enable_nav_sidebar = False
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        return is_staff(request.user)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Closed: people sign in through the accounts pages, second factor included."""
        return redirect("account_login")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **super().each_context(request),
            "rail": rail_for(request.user) if is_staff(request.user) else [],
        }
