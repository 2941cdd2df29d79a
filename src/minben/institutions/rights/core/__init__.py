"""Purposes and the decision whether a reading is covered by one. Pure."""
