"""Tables of dispatch: catalogue, orders and their history, who was called together, crews, visits."""

from minben.dispatch.orders.models.catalogue import CatalogueRule, Ruling
from minben.dispatch.orders.models.crews import Crew, Visit
from minben.dispatch.orders.models.order import Order, OrderEntry
from minben.dispatch.orders.models.pressing import Reminder, Supervision, Whistle, WhistleCall
from minben.dispatch.orders.models.working import Proof, SendBack, Template

__all__ = [
    "CatalogueRule",
    "Crew",
    "Order",
    "OrderEntry",
    "Proof",
    "Reminder",
    "Ruling",
    "SendBack",
    "Supervision",
    "Template",
    "Visit",
    "Whistle",
    "WhistleCall",
]
