"""What may not be kept."""
