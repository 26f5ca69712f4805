"""Reading an implementation plan: text in, frozen dataclasses out, by rules alone."""
