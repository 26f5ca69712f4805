"""Official documents: typed contexts in, PDF bytes out."""
