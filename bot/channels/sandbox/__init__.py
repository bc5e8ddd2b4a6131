"""The sandbox (沙盒): a stand-in for a chat platform, with a page and a clock that can be moved."""
