"""Pure rules of partners: what a token looks like, how a message is signed, when it is sent again."""
