"""What people ask of the bot that only people can do: to excuse somebody, to tell how much dues are, to talk with a person."""

from enum import StrEnum

from handlers.grammar.text.patterns import Pattern


class Beyond(StrEnum):
    """What is asked for."""

    EXCUSE = "excuse"
    DUES = "dues"
    PERSON = "person"


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
}
_LONGEST = 24


def asked_of_people(text: str) -> Beyond | None:
    """What a short message asks for that the bot cannot do."""
    said = text.strip()
    if len(said) > _LONGEST:
        return None
    return next((what for what, form in _FORMS.items() if form.search(said)), None)
