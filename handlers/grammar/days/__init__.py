"""Days as people write them, seen from today."""
