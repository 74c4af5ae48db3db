from newsletters.models.edition import Delivery, Edition, Item
from newsletters.models.subscriber import SignUp, Subscriber, Suppression, Tally

__all__ = ["Delivery", "Edition", "Item", "SignUp", "Subscriber", "Suppression", "Tally"]
