"""Values to rows and back. A row is read in the order of its table's columns."""
