"""The mail relay we hand messages to, as the settings name it."""

import ssl
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Relay:
    host: str
    port: int
    user: str = ""
    password: str = ""
    implicit_tls: bool = False
    starttls: bool = False
    name: str = "localhost"  # ours, said in EHLO
    ca_file: str | None = None

    @classmethod
    def from_settings(cls) -> "Relay":
        return cls(
            host=settings.EMAIL_HOST,
            port=settings.EMAIL_PORT,
            user=settings.EMAIL_HOST_USER,
            password=settings.EMAIL_HOST_PASSWORD,
            implicit_tls=settings.EMAIL_USE_SSL,
            starttls=settings.EMAIL_USE_TLS,
            name=settings.MAIL_DOMAIN,
            ca_file=settings.EMAIL_CA_FILE or None,
        )

    def tls_context(self) -> ssl.SSLContext:
        """Certificates and host name are checked; ``ca_file`` adds the authority of a private relay."""
        return ssl.create_default_context(cafile=self.ca_file)
