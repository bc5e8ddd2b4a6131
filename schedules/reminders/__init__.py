"""Who is told of it, when, and in which words."""
