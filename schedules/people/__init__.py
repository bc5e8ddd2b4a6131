"""Who owes: organisations, members, posts, addresses."""
