"""Typer's own words in Chinese: it asks gettext for them when it is imported, so this comes first."""

import gettext

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

_untranslated = gettext.gettext


def translate(message: str) -> str:
    """A message of the command-line library in Chinese, where there is one."""
    return WORDS.get(message) or _untranslated(message)


gettext.gettext = translate
