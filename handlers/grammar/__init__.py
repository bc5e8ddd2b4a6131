"""The grammar that reads people's sentences. Standard library alone."""
