"""Pure parts of the exchange: clocks, envelopes, merge statements."""
