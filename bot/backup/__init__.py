"""Archives: all that is stored, in one file that either database can be filled from."""
