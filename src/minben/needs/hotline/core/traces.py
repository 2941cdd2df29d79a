"""How personal data looks in a text: patterns over folded texts (lower case, half width)."""

import re

# The surnames of nine in ten people, and more; rare ones are found only with a title.
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍"
    "史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐傅皮卞齐康伍余顾孟黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧戴宋庞熊纪舒屈"
    "项祝董梁杜阮蓝闵席季贾路江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房解应丁邓洪包左石崔吉龚程邢裴"
    "陆翁荀惠曲封储靳段焦侯全班秋仲宁仇刘景詹束龙叶幸司黎白蒲卓蔺屠蒙池乔闻党翟谭姬申冉雍桂牛尚温庄晏柴瞿阎"
    "连习艾向古易廖耿匡文寇广欧沃蔚越隆师聂晁敖冷辛饶曾关查游权肖"
)
COMPOUND = "欧阳|上官|司马|诸葛|夏侯|司徒|皇甫|尉迟|令狐|慕容|端木|东方|南宫"
FAMILY = rf"(?:{COMPOUND}|[{SURNAMES}])"
TITLES = "先生|女士|小姐|阿姨|师傅|大爷|大妈|奶奶|爷爷|同志|老师"
LABELS = "我叫|我的?名字[是叫]|本人(?:姓名|叫)?|姓名|联系人|投诉人|反映人|来电人|申请人|举报人|署名|当事人"
AFTER_NAME = (
    r"(?=$|[^\u4e00-\u9fff*]|今年|现年|现在|现住|是|系|住|家住|男|女|的|电话|手机|联系|身份证|在|来自"
    r"|要|想|向|我|因|年)"
)
# Words that begin with a surname's character and follow 本人 or 联系人 in plain sentences.
NOT_NAMES = (
    "方便|高兴|高度|高中|安全|时间|全部|全家|明白|明确|任何|任职|华人|金额|单独|关于|关注|广大|文化|白天|曾经|曾在"
    "|常年|常住|向来|应该|连续|万分|解决|查询|查看|严重|马上|毕业|项目|程序|能|路过|何时|何地|江苏|江西|云南|温州"
    "|宁波|党员|包括|师范"
)
COUNTED = "人户元米年月天多余块辆"
"""What follows a number that counts things and is no door."""

# Each begins by looking for the characters it may begin with, so that most others fail at once.
# The x that ends an identity number ends it even where the next number follows without a gap.
NUMBER = re.compile(
    r"(?=[+0-9])(?<![\d.])(?:\+|00)?\d(?:[ -]?\d){6,24}(?:(?<=\d{17})x|(?:[ -]?x(?![a-z0-9]))?(?!\d))"
)
# Telephones that are written otherwise than as one run of digits: with dots, in brackets, abroad, in characters.
PHONE = re.compile(
    r"(?=[(+1-9一幺])(?:"
    r"(?<![\d.])1[3-9]\d([.·_—–,])\d{4}\1\d{4}(?![\d.])"
    r"|\(0\d{2,3}\)[ -]?[2-9]\d{2,3}[ -]?\d{4}(?!\d)"
    r"|(?:\+1[ -]?)?\([2-9]\d\d\)[ -]?\d{3}[ -]?\d{4}(?!\d)"
    r"|(?<![\d.-])(?![48]00)[2-9]\d\d([.-])\d{3}\2\d{4}(?![\d.-])"
    r"|\+(?!86)[1-9](?:[ -]?\d){7,14}(?!\d)"
    r"|[一幺][三四五六七八九][零〇一幺二三四五六七八九]{9}(?![零〇一幺二三四五六七八九])"
    r")"
)
GROUP = re.compile(r"\+?\d+x?|x")
DATE = re.compile(r"(?:19|20)\d\d-\d{1,2}-\d{1,2}(?!\d)")
EMAIL = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63}){1,4}")
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-hj-np-z][·•. -]?(?=[a-z]{0,4}\d)"
    r"(?:[a-hj-np-z0-9]{6}|[a-hj-np-z0-9]{5}|[a-hj-np-z0-9]{4}[挂学警港澳])(?![a-z0-9])"
)
DOOR = re.compile(
    r"(?=[-a-z0-9一二三四五六七八九十])(?:"
    rf"(?:[a-z]|\d{{1,3}}|[一二三四五六七八九十]{{1,3}})单元[ -]?"
    rf"(?:[a-z]?\d{{2,4}}(?!\d|[{COUNTED}])|[一二三四五六七八九十零百]{{1,4}}楼?)(?:室|号房|号|房)?"
    r"|(?<![a-z\d])(?:\d{1,3}-){1,3}\d{3,4}(?:室|号房|房)"
    r"|(?<![\d.a-z])[a-z]?\d{3,4}(?:室(?![内外温])|号房|房(?![价款屋子源间产地贷租]))"
    rf"|(?:(?<=[栋幢座])|(?<=号楼))-?[a-z]?\d{{3,4}}(?!\d|[{COUNTED}平个家套台间楼层.]))"
    r"|(?=[afru])\b(?:apt|apartment|flat|room|unit)\.?,? ?#?\d{1,4}[a-z]?\b"
)
# What follows 我是 and begins like a name, yet tells what somebody is: 我是房东, 我是安徽人.
NO_PERSON = "[生人员户主师长者民工商东客侨领的]|小区"
NAME = re.compile(
    r"(?=[我本姓联投反来申举署当mn])(?:"
    rf"(?:{LABELS})[是为:： ]{{0,2}}([\u4e00-\u9fff]{{1,7}}·[\u4e00-\u9fff]{{1,7}}?){AFTER_NAME}"
    rf"|(?:{LABELS})[是为:： ]{{0,2}}"
    rf"((?!{NOT_NAMES}){FAMILY}(?:(?:{TITLES})|[\u4e00-\u9fff]{{1,2}}?{AFTER_NAME}))"
    rf"|我姓({FAMILY}[,， ]{{0,2}}名?叫{FAMILY}?[\u4e00-\u9fff]{{1,2}}?){AFTER_NAME}"
    rf"|我(?:是|姓)({FAMILY})(?={TITLES}|[,，。.!！\s])"
    rf"|我是((?!{NOT_NAMES}){FAMILY}[\u4e00-\u9fff]{{1,2}})(?<!{NO_PERSON.replace('|', ')(?<!')})(?=[,。.!\n]|$)"
    rf"|\b(?:my name(?: is|:)|name:) ?((?!{NOT_NAMES}){FAMILY}[\u4e00-\u9fff]{{1,2}})(?![\u4e00-\u9fff]))"
)
# What a name in Latin letters follows: surely, or if "calling" comes after it, or only if it looks like a name.
SELF = re.compile(
    r"(?=[imtfnrs我本姓联])(?:(?P<surely>\bmy (?:full )?name(?: is|'s|’s|:) |\bi(?: am|['’]m) called "
    r"|\b(?:i am|i['’]?m|this is) (?:mr|mrs|ms|miss|dr)\b\.? ?"
    r"|(?:我叫|我的?名字[是叫]|本人叫|姓名[是为:]|联系人[是为:]) ?)"
    r"|(?P<caller>\bthis is (?=(?:[a-z'-]+ ){1,3}(?:calling|speaking)\b))"
    r"|\bi(?: am|['’]?m) |(?:^|(?<=[\n,;]))(?:full )?name: ?|\b(?:regards|sincerely|faithfully),\s)"
)
