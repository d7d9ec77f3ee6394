"""Page types, one file per kind of page."""

from cms.pages.models.catalogue import CataloguePage
from cms.pages.models.home import HomePage
from cms.pages.models.service import ServicePage
from cms.pages.models.texts import GuidePage, NoticePage
from cms.pages.models.tracking import TrackingPage
from cms.pages.models.transparency import TransparencyPage

__all__ = [
    "CataloguePage",
    "GuidePage",
    "HomePage",
    "NoticePage",
    "ServicePage",
    "TrackingPage",
    "TransparencyPage",
]
