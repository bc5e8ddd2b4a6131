"""What is owed, until when, and whether it is met."""
