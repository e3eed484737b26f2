"""What the Club of the demonstration offers, from the free fee of a public network to the official partner’s."""

from dataclasses import dataclass, field

BRAND, INSTITUTION = ["brand"], ["institution"]
BOTH = BRAND + INSTITUTION
WITHOUT_RETURN, WITH_RETURN = "756100", "756200"
ON_ACCEPTANCE, ON_PAYMENT = "acceptance", "payment"


@dataclass(frozen=True)
class Offer:
    """An option and its price of today; ``before``: what it cost the year before, when that was another price."""

    code: str
    name: str
    summary: str
    sides: list[str]
    price: int
    grants: dict[str, int] = field(default_factory=dict)
    opens: str = ON_ACCEPTANCE
    account: str = WITH_RETURN
    vat: str = "S20"
    exemption: str = ""
    is_base: bool = False
    includes_base: bool = False
    needs: tuple[str, ...] = ()
    max_quantity: int = 1
    before: int | None = None


OFFERS = [
    Offer(
        "base-marque",
        "Cotisation de base des marques",
        "Être membre, venir aux quatre réunions de l’année et paraître deux fois dans Flash info.",
        BRAND,
        6000,
        {"meeting_seat": 4, "insert": 2},
        is_base=True,
        before=5800,
    ),
    Offer(
        "base-institution",
        "Cotisation de base des institutions",
        "Être membre, venir à deux à chaque réunion et annoncer vos actions dans Flash info.",
        INSTITUTION,
        1200,
        {"meeting_seat": 8, "insert": 4},
        is_base=True,
    ),
    Offer(
        "base-reseau-public",
        "Cotisation des réseaux publics",
        "Pour les établissements et les réseaux publics\u00a0: être membre, sans rien payer ni rien recevoir.",
        INSTITUTION,
        0,
        account=WITHOUT_RETURN,
        vat="O",
        exemption="Cotisation sans contrepartie, hors du champ de la TVA (article 256 du CGI)",
        is_base=True,
    ),
    Offer(
        "partenaire-officiel",
        "Partenaire officiel",
        "Tout ce que le Club peut donner, et votre logo sur le site tant que vous êtes membre.",
        BRAND,
        45000,
        {"meeting_seat": 16, "cercle_seat": 8, "insert": 12, "workshop": 6, "logo": 1},
        opens=ON_PAYMENT,
        includes_base=True,
    ),
    Offer(
        "cercle",
        "Place au Cercle",
        "Un dirigeant, à son nom, aux quatre réunions annuelles du Cercle.",
        BOTH,
        9000,
        {"cercle_seat": 4},
        opens=ON_PAYMENT,
        needs=("base-marque", "base-institution", "partenaire-officiel"),
        max_quantity=2,
    ),
    Offer(
        "ateliers",
        "Deux ateliers en rencontre régionale",
        "Vous animez un atelier devant les entreprises et les ambassadeurs, dans les territoires de votre choix.",
        BRAND,
        4000,
        {"workshop": 2},
        opens=ON_PAYMENT,
        max_quantity=6,
    ),
    Offer(
        "encarts",
        "Cinq encarts dans Flash info",
        "Produits, offres ou fiches techniques, lus par les ambassadeurs et les experts du Channel.",
        BOTH,
        2000,
        {"insert": 5},
        max_quantity=6,
    ),
    Offer(
        "reunions",
        "Quatre places de plus aux réunions",
        "Une personne de plus à chacune des réunions du Club des Partenaires.",
        BOTH,
        1500,
        {"meeting_seat": 4},
        max_quantity=10,
    ),
]
