"""Pages: read input, call one service or query, answer."""
