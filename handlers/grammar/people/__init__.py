"""Who it was, how many, who was away, with whom and where."""
