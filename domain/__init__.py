"""Rules: pure functions and frozen data; see README.md."""
