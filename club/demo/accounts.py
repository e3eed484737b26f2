"""The accounts of the demonstration, with their passwords: ``lines`` prints them, ``seed_demo`` creates them.

None of it exists in production.
"""

from dataclasses import dataclass

PASSWORD = "bienvenue-au-club"  # noqa: S105 -- printed on the screen of the demonstration, on purpose
TOTP_SECRET = "CLUBDEMOCLUBDEMOCLUBDEMOCLUBDEMO"  # noqa: S105 -- the same, for an authenticator app


@dataclass(frozen=True)
class StaffAccount:
    """``roles``: codes of ``club.core.roles.Role``; ``second_factor`` off shows the enrolment page."""

    email: str
    civility: str
    first_name: str
    last_name: str
    roles: tuple[str, ...]
    says: str
    second_factor: bool = True


@dataclass(frozen=True)
class PortalAccount:
    email: str
    civility: str
    first_name: str
    last_name: str
    says: str


DOMAIN = "club-economie-numerique.example"
STAFF = [
    StaffAccount(f"helene.kerbrat@{DOMAIN}", "mme", "Hélène", "Kerbrat", ("direction",), "direction"),
    StaffAccount(f"antoine.diallo@{DOMAIN}", "m", "Antoine", "Diallo", ("direction",), "direction"),
    StaffAccount(f"lucie.faivre@{DOMAIN}", "mme", "Lucie", "Faivre", ("editors",), "rédaction"),
    StaffAccount(f"karim.vasseur@{DOMAIN}", "m", "Karim", "Vasseur", ("editors",), "rédaction"),
    StaffAccount(
        f"manon.teixeira@{DOMAIN}", "mme", "Manon", "Teixeira", ("editors", "events"), "rédaction, rencontres"
    ),
    StaffAccount(f"gilles.orsini@{DOMAIN}", "m", "Gilles", "Orsini", ("events",), "rencontres"),
    StaffAccount(f"aicha.lemoine@{DOMAIN}", "mme", "Aïcha", "Lemoine", ("network",), "réseau"),
    StaffAccount(f"paul.nguyen@{DOMAIN}", "m", "Paul", "Nguyen", ("finance",), "finances"),
    StaffAccount(f"sylvie.marchal@{DOMAIN}", "mme", "Sylvie", "Marchal", ("administrator",), "administration"),
    StaffAccount(
        f"bastien.hoarau@{DOMAIN}",
        "m",
        "Bastien",
        "Hoarau",
        ("network",),
        "réseau, sans second facteur : ne voit que la page pour en choisir un",
        second_factor=False,
    ),
]
REPRESENTATIVE = PortalAccount(
    "claire.delmas@ordivance.example", "mme", "Claire", "Delmas", "représentante d’une marque, Ordivance"
)
AMBASSADOR = PortalAccount(
    "yann.prigent@cc-brenelle.example", "m", "Yann", "Prigent", "ambassadeur, chambre de commerce du Val de Brenelle"
)
EXPERT = PortalAccount(
    "nadia.roussel@messagerie.example", "mme", "Nadia", "Roussel", "experte du Channel, revendeuse à Lyon ou autour"
)
PORTAL = [REPRESENTATIVE, AMBASSADOR, EXPERT]


def lines() -> list[str]:
    """What the terminal shows: who may sign in, and with what."""
    width = max(len(account.email) for account in [*STAFF, *PORTAL]) + 2
    return [
        f"  Mot de passe de tous : {PASSWORD}",
        "  Second facteur de l’équipe : le code que montre l’adresse ci-dessus",
        "",
        "  Équipe du Club (console)",
        *(f"    {account.email:<{width}}{account.says}" for account in STAFF),
        "",
        "  Membres (espace)",
        *(f"    {account.email:<{width}}{account.says}" for account in PORTAL),
        "",
    ]
