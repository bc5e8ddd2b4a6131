"""What named people did, learned from messages that were read by hand.

The weights of the `surroundings` stand in roles.tsv; what they may decide: naming.py and docs/adr/0010.
"""

from collections.abc import Collection

from handlers.grammar.learned.weights import weights_in
from handlers.grammar.lexicon.phrases import Role

ROLES: tuple[Role | None, ...] = (
    None,
    Role.PARTICIPANT,
    Role.LEAVE,
    Role.ABSENT,
    Role.LECTURER,
    Role.HOST,
    Role.RECORDER,
)
"""In the order of the columns; None: nothing that is recorded."""
TABLE = "roles.tsv"
_NONE = 0.8


def role_of(pieces: Collection[str], *, named: bool = False) -> tuple[Role | None, float]:
    """The likeliest role of names with these around them, and how likely it is; of those who are surely `named` for something."""
    weights = weights_in(TABLE)
    if not any(piece in weights for piece in pieces):
        return None, 1.0
    shares = weights.shares(pieces)
    if named and shares[0] < _NONE:
        shares = [0.0, *[share / (1 - shares[0]) for share in shares[1:]]]
    best = max(range(len(ROLES)), key=shares.__getitem__)
    return ROLES[best], shares[best]
