"""Typer's own words in Chinese: it asks gettext for some when it is imported, so this comes first; others are its sentences."""

import gettext
import re

WORDS = {
    "Arguments": "参数",
    "Options": "选项",
    "Commands": "命令",
    "Error": "用法不对",
    "Aborted.": "已中止。",
    "Aborted!": "已中止。",
    "Missing command.": "请写明命令。",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "Try [blue]'{command_path} {help_option}'[/] for help.": "用法见 [blue]{command_path} {help_option}[/]",
    "[default: {}]": "[缺省：{}]",
    "[required]": "[必填]",
    "default: {default}": "缺省：{default}",
    "required": "必填",
}
SHOW_HELP = "显示帮助"
USAGE = {"Usage: ": "用法：", "[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 …"}
_SENTENCES = {
    r"Missing argument '(.+)'\..*": "缺少参数 {}。",
    r"Missing option '(.+)'\..*": "缺少选项 {}。",
    r"No such option: (\S+)": "没有选项 {}。",
    r"No such option: (\S+) \(Possible options?: (.+)\)": "没有选项 {}。相近的有：{}",
    r"Option '(.+)' requires an argument\.": "选项 {} 后面要写值。",
    r"Option '(.+)' does not take a value\.": "选项 {} 后面不写值。",
    r"Got unexpected extra argument\(s\) \((.+)\)": "多出了参数：{}。一句话里有空格时请加引号。",
    r"Invalid value for '(.+?)': .*valid integer.*": "{} 要写整数。",
    r"Invalid value for '(.+?)': Input should be less than or equal to (\S+)": "{} 最大是 {}。",
    r"Invalid value for '(.+?)': Input should be greater than or equal to (\S+)": "{} 最小是 {}。",
    r"Invalid value for '(.+?)': .*?(\S+) is not one of (.+)\.": "{} 不能是 {}，可以是：{}。",
}
"""What it says of a wrong line, in no catalogue."""

_PATTERNS = {re.compile(told, re.DOTALL): words for told, words in _SENTENCES.items()}
_untranslated = gettext.gettext


def translate(message: str) -> str:
    """A message of the command-line library in Chinese, where there is one."""
    return WORDS.get(message) or _untranslated(message)


def reword(sentence: str) -> str:
    """A sentence about a wrong line in Chinese, where there is one."""
    found = ((pattern.fullmatch(sentence), words) for pattern, words in _PATTERNS.items())
    return next((words.format(*match.groups()) for match, words in found if match), sentence)


gettext.gettext = translate
