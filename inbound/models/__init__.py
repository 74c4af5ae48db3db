from inbound.models.archive import ArchiveItem
from inbound.models.delivery import Delivery, Run
from inbound.models.feed import Feed, FeedState, Subscription
from inbound.models.item import Development, Item
from inbound.models.sighting import Sighting
from inbound.models.source import SourceState

__all__ = [
    "ArchiveItem",
    "Delivery",
    "Development",
    "Feed",
    "FeedState",
    "Item",
    "Run",
    "Sighting",
    "SourceState",
    "Subscription",
]
