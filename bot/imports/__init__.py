"""Files that operators bring: rosters, holidays."""
