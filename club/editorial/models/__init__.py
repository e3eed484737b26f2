from club.editorial.models.articles import OWN_ADDRESSES, Article, FormerAddress, Level, Revision
from club.editorial.models.figures import Figure, Place
from club.editorial.models.links import LinkCheck
from club.editorial.models.pictures import Picture
from club.editorial.models.resources import Edition, Resource

__all__ = [
    "OWN_ADDRESSES",
    "Article",
    "Edition",
    "Figure",
    "FormerAddress",
    "Level",
    "LinkCheck",
    "Picture",
    "Place",
    "Resource",
    "Revision",
]
