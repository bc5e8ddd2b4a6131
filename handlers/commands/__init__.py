"""What the bot does with an intent: one file per command."""
