"""Whether it took place, and whether it is ours: from groups to the intent of a telling."""
