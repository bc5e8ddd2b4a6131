"""How often DingTalk may be written to. A second is added: what is booked here arrives there a little later."""

from datetime import timedelta

from bot.limits import Limit

ROBOT_LIMITS = (Limit(count=20, span=timedelta(seconds=61)),)
"""A group's own robot: what goes beyond shuts it up for ten minutes."""
APP_LIMITS = (Limit(count=20, span=timedelta(seconds=2)),)
"""Each call of the app, over all people and groups."""
