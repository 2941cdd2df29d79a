from tests.browser import chromium, reading

__all__ = ["chromium", "reading"]
