"""What stands behind labels, numbers and verbs: topics, sums, forms, values."""
