"""Pure parts of the registers: kinds, groups of people, masking, the order of a tree."""
