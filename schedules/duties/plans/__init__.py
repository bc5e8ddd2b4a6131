"""From a work plan in Chinese to a list of duties that a person confirms."""
