"""Signatures and encryption of callbacks, as both platforms have them."""

from bot.channels.sealing import BLOCK, CallbackCrypto, Seal, VerificationError, refuse_replay

__all__ = ["BLOCK", "CallbackCrypto", "Seal", "VerificationError", "refuse_replay"]
