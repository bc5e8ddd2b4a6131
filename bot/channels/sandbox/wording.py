"""What the sandbox answers to requests that it cannot serve."""

from typing import Final

NOT_LOCAL: Final = "沙盒只在本机开放，请用 127.0.0.1 或 localhost 访问。"
FOREIGN_PAGE: Final = "这个请求来自别的网页，沙盒不予处理。"
NOT_JSON: Final = "请以 application/json 提交。"
BROKEN_JSON: Final = "内容不是一个完整的 JSON 对象。"
TOO_LONG: Final = "内容太长，请分几次发送。"
TEXT_OR_ACTION: Final = "请在 text（文字）和 action（按钮）中填写一项。"
WHICH_HISTORY: Final = "请指明 member（工号）或 chat（组织编号）中的一项。"
WHICH_INSTANT: Final = "请在 at 中写明日期、时刻和时区，例如 2026-06-24T09:00:00+08:00。"
BACKWARDS: Final = "时钟只能往前走：现在已是 {now}。"
TOO_FAR: Final = "一次最多拨到一年以后。"
PLAYING: Final = "时钟正在走，请等它停下再拨。"
UNKNOWN_FIELD: Final = "没有“{field}”这个字段。"
BAD_FIELD: Final = "“{field}”应是不超过 {longest} 字的文字，不能为空。"
NOT_KEPT: Final = "现在存不下来，什么也没有记录，请稍后重新发送。"
NO_SUCH_FILE: Final = "没有这个文件。"
