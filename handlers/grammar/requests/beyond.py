"""What people ask of the bot that only people can do: to excuse somebody, to tell how much dues are, to talk with a person."""

from enum import StrEnum

from handlers.grammar.text.patterns import Pattern


class Beyond(StrEnum):
    """What is asked for."""

    EXCUSE = "excuse"
    DUES = "dues"
    PERSON = "person"
    ROSTER = "roster"
    NOTICE = "notice"


_FORMS = {
    Beyond.EXCUSE: Pattern(
        "(?:我?(?:想|要|得|需要)|帮我?|替我|给我)(?:跟书记|向书记)?(?:请个?|告个?)假|我?(?:来|去|参加|到)不(?:了|成)了?[。！!]?$|怎么请假|跟谁请假"
    ),
    Beyond.DUES: Pattern(
        "党费[^,，。;；]{0,4}(?:怎么|咋|如何|在哪|向谁|交给谁|多少钱?|标准|基数|比例)|(?:交|扣)多少(?:钱|党费)?[?？。]?$"
    ),
    Beyond.PERSON: Pattern(
        "转?人工(?:客服|服务)?[。！!]?$|(?:找|要|转)(?:个)?(?:真人|客服|管理员|工作人员)|投诉|(?:你|机器人|助手)(?:怎么|真|太|好)*(?:笨|傻|蠢)"
    ),
    Beyond.ROSTER: Pattern(
        "^(?:请问|查一?下|我想知道)?(?:我们?的?|咱们?的?|俺们?|本)?(?:第?[一二三四五六七八九十]党?)?(?:支部|小组)(?:里|现在|目前|一共|总共|都)*有(?:哪些|多少|几)(?:个|名|位)?(?:人|党员|同志|成员|预备党员)[?？啊呀呢]*$"
        "|(?:支委|委员|书记|组长|党小组长)(?:们)?(?:都|现在|目前)*(?:是|有)(?:谁|哪些人|哪几个|哪几位)[?？啊呀呢]*$|(?:党员|人员|支部)?(?:花名册|名册|名单)(?:在哪|给我|发我|有吗|怎么看|看看)"
    ),
    Beyond.NOTICE: Pattern(
        "(?:帮我?|替我|给我)(?:写|起草|拟|编|做|弄|整)(?:一?[个份篇条])?[^,，。;；]{0,8}(?:通知|方案|纪要|总结|计划|讲稿|发言稿|材料|汇报)"
    ),
}
_LONGEST = 24


def asked_of_people(text: str) -> Beyond | None:
    """What a short message asks for that the bot cannot do."""
    said = text.strip()
    if len(said) > _LONGEST:
        return None
    return next((what for what, form in _FORMS.items() if form.search(said)), None)
