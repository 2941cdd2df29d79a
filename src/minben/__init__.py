"""Minben (民本): what people need, turned into service that people can check."""

__version__ = "0.1.0"
