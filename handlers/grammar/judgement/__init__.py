"""The second opinion, and where it overrules the rules (docs/adr/0010)."""
