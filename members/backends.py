"""Who signs in (allauth), and what they may do: rights come from roles alone."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend


class RolesBackend(AuthenticationBackend):
    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """None of one's own: the roles of ``club.core.roles`` are Django's groups, and nothing else gives a right."""
        return set()
