"""WeCom (企业微信): a self-built app, and group robots."""
