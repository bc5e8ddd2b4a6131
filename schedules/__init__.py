"""What is owed: organisations, the ledger, duties, deadlines, reminders. Pure: no I/O, no clock, no event loop."""
