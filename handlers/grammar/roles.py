"""What named people did, learned from messages that were read by hand.

Multinomial logistic regression over `surroundings`. The weights stand in roles.tsv and are made by
`python -m benchmarks.learning_roles`; why there is such a thing beside the rules, and what it may decide: docs/adr/0010.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp, sqrt

from handlers.grammar.phrases import Role

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
Weights = Mapping[str, Sequence[float]]


def role_of(pieces: Sequence[str], weights: Weights | None = None) -> tuple[Role | None, float]:
    """The likeliest role of names with these around them, and how likely it is."""
    shares = shares_of(pieces, weights_of() if weights is None else weights)
    best = max(range(len(ROLES)), key=shares.__getitem__)
    return ROLES[best], shares[best]


def shares_of(pieces: Sequence[str], weights: Weights) -> list[float]:
    """How likely each role is."""
    rows = [weights[piece] for piece in pieces if piece in weights]
    powers = [exp(sum(column) / sqrt(len(pieces))) for column in zip(*rows, strict=True)] or [1.0] * len(ROLES)
    whole = sum(powers)
    return [power / whole for power in powers]


@cache
def weights_of() -> Weights:
    """What each piece adds to each role, before it is divided by the root of their number."""
    lines = files("handlers.grammar").joinpath("roles.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return {piece: [float(weight) for weight in row] for piece, *row in rows}
