from inbound.models.delivery import Delivery, Run
from inbound.models.feed import Feed, FeedState, Subscription
from inbound.models.item import Development, Item

__all__ = ["Delivery", "Development", "Feed", "FeedState", "Item", "Run", "Subscription"]
