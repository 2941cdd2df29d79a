"""Pure parts of dispatch: routing, deadlines, queue order, allowed moves, capacity."""
