"""Charts: what a digest tells, for those who would rather look than read."""
