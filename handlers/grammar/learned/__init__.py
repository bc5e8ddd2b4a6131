"""What was learned from messages that were read by hand: tables of weights, made by `make learn`, and how they are added up."""
