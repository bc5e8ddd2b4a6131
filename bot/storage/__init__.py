"""Where everything is kept: SQLite embedded, or PostgreSQL for many processes."""
