"""The conversation about it: messages, intents, the grammar, commands, replies. Pure."""
