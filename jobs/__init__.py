"""Background work: each job calls one service."""
