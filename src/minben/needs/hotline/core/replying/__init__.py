"""A reply looked at before it is sent: what is still missing in it, in the words an inspector would use."""
