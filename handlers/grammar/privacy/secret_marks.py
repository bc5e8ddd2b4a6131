"""Marks of secrecy on a document: 密级：秘密, 【机密】, 机密★10年, 绝密电报, 内部资料 〔2026〕12号.

    mark := LABEL degree | degree (★ | 级 | PAPER) | a degree that stands alone between two marks
          | 涉密 PAPER | 内部 PAPER with the number of a document, or with a ban on passing it on

What is taught, shown or forbidden about secrets (保密教育, 《绝密使命》, 商业秘密, 不得发涉密信息) is no mark.
"""

import re

from handlers.grammar.text.patterns import compiled

_DEGREE = r"[绝机秘] {0,3}密"
_PAPER = (
    r"(?:文件|文电|文稿|电报|电文|密电|传真|通报|通知|材料|资料|公文|文书|纪要|会议|讲话|批示|报告|方案|卷宗|名单|图纸|"
    r"内容|事项|信件|密件|件(?!事))"
)
_ABOUT = r"(?:的?(?:管理|保管|清[查退理]|销毁|检查|自查|定密|规定|办法|制度|条例|培训|知识|范围|安全|泄露|泄密))"
_OPEN, _CLOSE = r"[\[(\"“”‘’「『※*#,:;。!|/]", r"[\])\"“”‘’」』※*#,:;。!|/]"
_KEEPING = r"(?:[^,。;]{0,4}(?:不[要得能准许可]|严禁|禁止|切勿|请勿|一律|必须|应当|只能)|由(?:机要|专人))(?![\s\S]*(?:传达|传阅|阅|学[了习完过的]|看完|\d{1,3}人))"
"""What is to be done with such papers, in a message that tells of none that was read."""
_LABEL = r"(?:密级|标密|定密|秘级|保密等级|保密级别)(?:[为是:\s]|标注|定)*"
_MARKED = r"(?:标[着有了注明为上]|[盖打贴][着有了上]|印[着有了上]|注[明着了]|写[着了上]|[写标注载]明|标[示识])\S{0,4}?"
_FREED = (
    r"(?=[绝机秘])(?<!什么是)(?<!什么叫)(?<!哪些是)(?<!国家)(?<!商业)(?<!工作)(?<!军事)(?<!保守)(?<!的)(?<!解)(?<!涉及)"
)

_DEGREES = (
    rf"{_LABEL}[\[(\"“]?(?:{_DEGREE}|内部)"
    rf"|{_MARKED}{_DEGREE}(?!码)"
    rf"|{_DEGREE} ?(?:[★☆*]|\d{{1,2}} ?年(?![代前来度初底]|\d)|特急|加急|平急|[二两]个?字|字样)"
    rf"|{_FREED}{_DEGREE}级(?!以[上下]|(?:及以上)?(?:计算机|电脑|设备|载体|柜|岗位|人员|单位|机房|网络|系统|U盘|打印机|场所|资质)|{_ABOUT})"
    rf"|{_FREED}{_DEGREE}[的性]?{_PAPER}(?!{_ABOUT}|{_KEEPING})|[这那该][份个件批本]{_DEGREE}"
    rf"|{_DEGREE}[的性]?{_PAPER}(?:已经?|都|全)?(?:传达|学习|传阅|[学看念读阅])[了完过]"
    rf"|(?:^|\n|{_OPEN}) ?{_DEGREE} ?(?:{_CLOSE}|\n|$)"
    rf"|(?:^|\n|\n ){_DEGREE} "
    rf"|(?=[是为属])(?<!什么)(?<!哪些)(?:是|为|属于?){_DEGREE}(?=[,。;!\n]|的[,。;!\n]|$)"
    rf"|(?:^|\n|{_OPEN}) ?涉密 ?(?:{_CLOSE}|\n|$)"
    rf"|[带有标含]密级的?{_DEGREE}?[的性]?{_PAPER}(?!{_ABOUT})|加密电[报文]|(?<![解加泄])密(?:件(?!{_KEEPING})|电(?![码信]))|(?:国家秘密|密级|密码){_PAPER}(?!{_ABOUT})|(?:是|为|属于?)国家秘密(?=[,。;:]|$)"
    rf"|(?:内容|会议|议题|材料|文件|部分|事项)(?:也|都|均|全)?涉密(?=[,。;)]|$)"
)
_BARRED = r"(?<![不非无]涉密)(?<![发传谈带用]过涉密)"
_CLASSIFIED = (
    rf"涉密{_BARRED}[的性]?{_PAPER}(?!{_ABOUT}|[^,。;]{{0,4}}(?:不[要得能准许]|严禁|禁止|切勿|请勿|一律|必须|应当))"
)
_BAN = r"(?:不得?|不要|不准|不能|勿|禁止?|严禁|别|切忌|防止?|避免|杜绝|未|没有?|无|是否)\S{0,8}$"
_INTERNAL = (
    r"内部(?:文件|资料|材料|通报|通知|刊物|简报|参考|参阅|传阅|发放|发行|印发|明电|电报|纪要|情况|掌握|使用|件|讲话|信息)"
    r"|(?:限|仅供|注意|属)内部|(?:^|\n) ?内部(?=[ ,:;\n])|[\[(\"“※]内部[\])\"”※]|内部[★!]|内字|内发|内参"
)
_NUMBER = r"[(\[]? ?(?:19|20)\d\d ?年?[)\]] ?\S{0,4}?第? ?[\d×xX*○〇零一二三四五六七八九十百]+ ?号"
_KEPT_IN = (
    r"(?:严禁|不得|请勿|不要|禁止|勿|不准|不许|别|不)(?:对?外传|外泄|外发|外流|翻印|扩散|公开|复印|转发|拍照|传播|外借)"
    r"|妥善保[存管]|注意保[存管密]|阅后(?:收回|退回|即退|销毁)|没有?公开"
)
_TITLE = r"《[^《》]*》"
_MARK_IN_TITLE = rf"[\[(]{_DEGREE}[\])]|{_DEGREE}[★☆]"


def is_secret(text: str) -> bool:
    """Whether the text, in its normalised form, carries a mark of secrecy."""
    degrees, internal = "密" in text, "内" in text
    if not (degrees or internal):
        return False
    bare = compiled(_TITLE).sub(_without_title, text)
    if degrees and (compiled(_DEGREES).search(bare) or _is_classified(bare)):
        return True
    return internal and _is_internal(bare)


def _without_title(title: re.Match[str]) -> str:
    mark = compiled(_MARK_IN_TITLE).search(title[0])
    return f"《{mark[0]}》" if mark else "《》"


def _is_classified(text: str) -> bool:
    found = compiled(_CLASSIFIED).search(text)
    return found is not None and not compiled(_BAN).search(text[: found.start()])


def _is_internal(text: str) -> bool:
    return bool(compiled(_INTERNAL).search(text)) and bool(
        compiled(_NUMBER).search(text) or compiled(_KEPT_IN).search(text)
    )
