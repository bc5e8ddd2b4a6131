"""The 智能机器人 of WeCom: heard and answered in groups, where the app is deaf."""
