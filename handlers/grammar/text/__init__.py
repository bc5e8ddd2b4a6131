"""The text as it was typed, made fit to be read: width, script, slips, numerals; and names of organisations in it."""
