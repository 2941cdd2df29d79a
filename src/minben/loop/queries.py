"""What others may read of the loop: when the work of the night was last done."""

from minben.loop.nights import last_done

__all__ = ["last_done"]
