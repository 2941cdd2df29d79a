"""Declarations, standing, the breaker and what a clearance asks for. Pure."""
