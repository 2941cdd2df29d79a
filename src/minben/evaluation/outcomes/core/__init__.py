"""The arithmetic of outcomes: arrays in, figures with intervals out."""
