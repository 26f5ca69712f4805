"""Programs around the program: set-up, fonts, demo."""
