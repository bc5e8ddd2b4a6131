"""What took place, as recorded."""
