"""How often WeCom lets one target be written to. A second is added: what is booked here arrives there a little later."""

from datetime import timedelta

from bot.limits import Limit

MINUTE = timedelta(seconds=61)
HOUR = timedelta(hours=1, seconds=1)

ROBOT_LIMITS = (Limit(count=20, span=MINUTE),)
MEMBER_LIMITS = (Limit(count=30, span=MINUTE), Limit(count=1000, span=HOUR))
APPCHAT_LIMITS = (Limit(count=200, span=MINUTE),)
AIBOT_LIMITS = (Limit(count=20, span=MINUTE), Limit(count=900, span=HOUR))
"""Of the thirty and thousand that a conversation with the 智能机器人 may have: the rest is for its answers."""
