"""Files that are given out."""
