"""A small organisation with invented people, for the first minute."""

from bot.demo.demo import Demo, demo_organisation
from bot.demo.load import load_demo

__all__ = ["Demo", "demo_organisation", "load_demo"]
