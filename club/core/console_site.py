"""Django's admin as a part of the staff console: same frame, same rules, no login form of its own."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator

from club.core.access import is_staff, staff_page


class ConsoleSite(AdminSite):
    site_title = "Console"
    site_header = "Console"
    index_title = "Aujourd’hui"
    enable_nav_sidebar = False
    empty_value_display = "–"
    UNWANTED = frozenset({"password_change", "password_change_done", "view_on_site"})

    def get_urls(self) -> list[Any]:
        """Passwords change on the accounts' pages alone, which tell the person; no record has a page on the site."""
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") not in self.UNWANTED]

    def has_permission(self, request: HttpRequest) -> bool:
        return is_staff(request.user)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As every console page: 404 for somebody signed in who is not of the team."""
        return staff_page()(super().admin_view(view, cacheable))

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Closed: people sign in through the accounts pages, second factor included."""
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME, "") or reverse("console:today"))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The rail replaces Django's list of applications, which every page would build."""
        return []
