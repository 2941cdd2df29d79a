from tests.laws.settling import crowd

__all__ = ["crowd"]
