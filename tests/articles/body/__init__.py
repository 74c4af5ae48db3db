"""The pure functions of articles/body: no database, no network."""
