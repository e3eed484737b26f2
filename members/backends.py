"""Who signs in (allauth), and what they may do: rights come from roles alone."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.core.cache import caches
from django.db import connection

RIGHTS_SECONDS = 60


class RolesBackend(AuthenticationBackend):
    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """None of one's own: the roles of ``club.core.roles`` are Django's groups, and nothing else gives a right."""
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Which roles somebody has is read at each request, what a role may do once a minute."""
        if obj is not None or user_obj.is_anonymous or user_obj.is_superuser or not user_obj.is_active:
            return super().get_group_permissions(user_obj, obj)
        if not hasattr(user_obj, "_group_perm_cache"):
            roles = sorted(user_obj.groups.order_by().values_list("pk", flat=True))
            key = f"rights:{connection.settings_dict['NAME']}:{roles}"
            user_obj._group_perm_cache = caches["here"].get_or_set(key, lambda: _rights_of(roles), RIGHTS_SECONDS)
        return user_obj._group_perm_cache


def _rights_of(roles: list[int]) -> set[str]:
    rows = Permission.objects.filter(group__in=roles).order_by()
    return {f"{app}.{codename}" for app, codename in rows.values_list("content_type__app_label", "codename")}
