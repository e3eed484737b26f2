from members.models.organisations import Affiliation, Organisation, ProductFamily
from members.models.users import User

__all__ = ["Affiliation", "Organisation", "ProductFamily", "User"]
