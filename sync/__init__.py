"""Exchange of signed snapshots between sites; see README.md."""
