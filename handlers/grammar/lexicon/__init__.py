"""Words and what they are: from text to lexemes, and the phrases that the rules make of these."""
