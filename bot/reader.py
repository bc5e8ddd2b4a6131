"""A process that does nothing but read: requests come in at its standard input, what they mean goes out."""

import gc
import pickle
import signal
import sys
from typing import BinaryIO

from bot.packing import pack
from handlers.grammar.parse import parse

HEADER = 4
"""Bytes that tell how long an answer is."""
TOGETHER = 8
"""So many of those that were asked together are answered together: the one who asked is woken once, and commits once."""


def read_all(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer every request in its turn, several at a time: a text, when it came, and names that may be in it."""
    while True:
        try:
            asked = pickle.load(requests)  # noqa: S301 - it comes from the process that started this one
        except EOFError:
            return
        for start in range(0, len(asked), TOGETHER):
            answer = pack([parse(text, now, names=names) for text, now, names in asked[start : start + TOGETHER]])
            answers.write(len(answer).to_bytes(HEADER, "big") + answer)
            answers.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends with the robot, whose terminal it shares
    gc.freeze()
    read_all(sys.stdin.buffer, sys.stdout.buffer)
