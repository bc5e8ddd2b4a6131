"""A process that does nothing but read: requests come in at its standard input, what they mean goes out."""

import gc
import pickle
import signal
import sys
from typing import BinaryIO

from handlers.grammar.parse import parse

HEADER = 4
"""Bytes that tell how long an answer is."""


def read_all(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer every request in its turn, several at a time: a text, when it came, and names that may be in it."""
    while True:
        try:
            asked = pickle.load(requests)  # noqa: S301 - it comes from the process that started this one
        except EOFError:
            return
        for text, now, names in asked:
            answer = pickle.dumps(parse(text, now, names=names), pickle.HIGHEST_PROTOCOL)
            answers.write(len(answer).to_bytes(HEADER, "big") + answer)
            answers.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends with the robot, whose terminal it shares
    gc.freeze()
    read_all(sys.stdin.buffer, sys.stdout.buffer)
