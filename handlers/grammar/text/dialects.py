"""Cantonese and southwestern words of two characters, each as one of Mandarin that is as long: 仲有边样未做, 开了没得. Single characters: traditional.py."""

from typing import TYPE_CHECKING

from handlers.grammar.text.patterns import Pattern

if TYPE_CHECKING:
    import re

_PAIRS = (
    "点样怎样 点解为啥 点做咋做 点搞咋搞 点算咋办 几多多少 几耐多久 边个哪个 边样哪样 边位哪位 边次哪次 边度哪里 边日哪天 边些哪些 "
    "乜嘢什么 乜野什么 咩嘢什么 咩野什么 不系不是 搞掂搞定 仲有还有 仲未还没 仲差还差 仲欠还欠 仲争还差 仲要还要 而家现在 "
    "呢条这条 呢个这个 呢次这次 朝早早上 上昼上午 下昼下午 听日明天 "
    "没得没有 么子什么 啥子什么 啷个怎么 咋个怎么"
)
_WORDS = {pair[:2]: pair[2:] for pair in _PAIRS.split()}
_ELSEWHERE = {
    "点": r"(?<![\d一二三四五六七八九十两几重热试节早晚快难亮这那地站景]点)",
    "边": "(?<![左右旁这那东西南北周身路河海江湖岸后前里外上下一]边)",
    "呢": "(?<![人事会课在我你他她们的]呢)",
    "不": "(?!系[安统上好鞋领红])",
    "朝": "(?<![王唐宋明清汉]朝)(?!早[期已在就上晨])",
    "而": "(?!家[长庭里人属中])",
    "听": "(?<![旁收打倾]听)(?!日[期子记本报])",
    "没": "(?!得[到了过分奖病手逞罪票体出法])",
    "么": "(?<![这那怎什多要]么)",
}
"""Where the first character stands for something else: 8点做, 旁边个."""
_SECOND = {first: "".join(word[1] for word in _WORDS if word[0] == first) for first in sorted({w[0] for w in _WORDS})}
_PATTERN = Pattern("|".join(f"{first}{_ELSEWHERE.get(first, '')}[{rest}]" for first, rest in _SECOND.items()))


def in_mandarin(text: str) -> str:
    """The text with every such word replaced."""
    return _PATTERN.sub(_meant, text)


def _meant(found: "re.Match[str]") -> str:
    return _WORDS[found[0]]
