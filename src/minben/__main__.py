"""``python -m minben``."""

from minben.cli import main

main()
