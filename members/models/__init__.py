from members.models.imports import ImportRow, ImportRun
from members.models.notices import Notice
from members.models.organisations import Affiliation, Organisation, ProductFamily
from members.models.users import User

__all__ = ["Affiliation", "ImportRow", "ImportRun", "Notice", "Organisation", "ProductFamily", "User"]
