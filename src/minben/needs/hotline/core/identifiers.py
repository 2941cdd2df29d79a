"""Passports and accounts that lead to a person: how they look, and what is said before them (in folded text)."""

import re

# The common Chinese passports are known by themselves (E, EA to EZ, G), others by the words before them.
PASSPORT = re.compile(
    r"(?:(?:护照|通行证|回乡证|台胞证|\bpassport)(?:号码?| ?(?:no\b\.?|number|#))?(?:是|为| is)?[: ]{0,3}"
    r"(?!(?:19|20)\d\d[01]\d[0-3]\d)([a-z]{0,3}[ -]?\d(?:[ -]?\d){5,8})(?![\d年月-])"
    r"|(?<![a-z0-9/_.=-])(e[a-hj-np-z]\d{7}|[eg]\d{8})(?![a-z0-9_-]))"
)
OF_THING = re.compile(
    r"(?:单|编|受理|流水|案|文|批|合同|票|型|序列?|设备|货|快递|图)号?(?:码|为|是)?[: ]{0,2}$"
)
"""What is said before a number that names a thing."""
# A public account (公众号) and a group (群) are nobody's: neither follows its label at once.
ACCOUNT = re.compile(
    r"(?:(?<![a-z0-9_])(?P<own>wxid_[a-z0-9]{6,20})"
    r"|(?:[微薇威]信|(?<![a-z])(?:[vw]信|wx|vx|wechat)|加v(?=:))[\"“ ]?"
    r"(?P<named>账号|帐号|号码?|id\b|account|number)?"
    r"(?P<told>是|为|系|:| is\b)?[: \"“'(]{0,3}"
    r"(?P<id>[a-z][a-z0-9_-]{5,19}(?![a-z0-9_@-])|\d{5,12}(?![\d_a-z.年月元]))"
    r"|(?<![a-z0-9])qq(?:号码?|账号)?(?:是|为| is)?[: ]{0,2}(?P<qq>\d{5,11})(?!\d))"
)
FOREIGN = ("wechat", "weixin", "alipay", "public", "http", "qrcode")
_MARKED = re.compile(r"[\d_]")
PUBLIC = re.compile(r"(?:公众号|服务号|订阅号|官方|单位|中心|official)[^。;\n]{0,4}$")


def document(hit: re.Match[str]) -> tuple[int, int]:
    """Return where the number of a passport stands."""
    return hit.span(hit.lastindex or 0)


def account(hit: re.Match[str]) -> tuple[int, int] | None:
    """Return where the name of an account stands, or None where the words after its label only go on.

    Examples
    --------
    >>> said = ("微信号 abc_123", "加微信zhang88", "微信支付", "my wechat is blocked", "wechat id: lily-wong")
    >>> hits = [(one, ACCOUNT.search(one)) for one in said]
    >>> [one[slice(*at)] if hit and (at := account(hit)) else "" for one, hit in hits]
    ['abc_123', 'zhang88', '', '', 'lily-wong']
    """
    group = hit.lastgroup or "id"
    if group in ("own", "qq"):
        return hit.span(group)
    name, named, told = hit["id"], hit["named"], hit["told"]
    if name.startswith(FOREIGN) or PUBLIC.search(hit.string, max(0, hit.start() - 8), hit.start()):
        return None
    if name.isdigit():
        return hit.span("id") if named else None
    # In English plain words follow the label: "my WeChat is blocked", "WeChat account: closed".
    sure = named == "id" and told == ":" if "wechat" in hit.group() else named or told
    return hit.span("id") if sure or _MARKED.search(name) else None
