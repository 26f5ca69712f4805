"""Tables that are not record kinds, one file a noun."""
