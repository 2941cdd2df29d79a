from tests.laws.everywhere import crowd

__all__ = ["crowd"]
