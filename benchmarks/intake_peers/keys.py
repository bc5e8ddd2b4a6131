"""The app that all servers of the benchmark are."""

CORP_ID = "wwbench0123456789a"
AGENT_ID = 1000002
SECRET = "secret-of-the-benchmark"  # noqa: S105  opens nothing
TOKEN = "BenchToken2026"  # noqa: S105  as above
ENCODING_AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"

CREATE = "CREATE TABLE messages (msgid INTEGER PRIMARY KEY, sender TEXT NOT NULL, content TEXT NOT NULL)"
INSERT = "INSERT OR IGNORE INTO messages (msgid, sender, content) VALUES (?, ?, ?)"
