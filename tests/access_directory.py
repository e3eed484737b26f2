"""Who may open the addresses of the public directory, and what the portal and the console say of it."""

from tests.access_rule import Rule
from tests.directory_factories import make_adviser
from tests.factories import make_departement, make_expert


def _expert() -> dict[str, str]:
    return {"slug": make_expert().slug}


def _adviser() -> dict[str, str]:
    return {"slug": make_adviser().slug}


DIRECTORY: dict[str, Rule] = {
    "public:directory:search": Rule("public"),
    "public:directory:departement": Rule("public", lambda: {"code": make_departement().code}),
    "public:directory:speciality": Rule("public", lambda: {"slug": "site-web"}),
    "public:directory:expert": Rule("public", _expert),
    "public:directory:adviser": Rule("public", _adviser),
}
