"""Requests for machines: sent in, read, added to; categories. The same acts as at every other edge."""

from minben.needs.hotline.api.attachments import router as attachments
from minben.needs.hotline.api.categories import router as categories
from minben.needs.hotline.api.requests import router as requests

__all__ = ["attachments", "categories", "requests"]
