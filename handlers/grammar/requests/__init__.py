"""What is wished of the bot: commands, questions, files, reminders, corrections, withdrawals."""
