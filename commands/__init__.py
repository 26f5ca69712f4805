"""The command line of the contract: read input, call one service or query, print."""
