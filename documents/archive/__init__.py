"""The file of a campaign as one ZIP for the archives: made, and checked again."""
