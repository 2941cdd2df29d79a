"""Words that answer one another though they share no character: who asks says “拿到”, who answers says “领取”."""

from collections.abc import Mapping

GROUPS = (
    "修 补 换 修好 修复 维修 检修 抢修 更换 换新 换好 补平 修缮 翻修 重铺 整修 换成 换上 补好",
    "退 退还 退费 退款 退回 返还 退给 退到",
    "钱 费 款 费用 金额 元 价格 收费 资金 工本费 免费 价 价钱 块钱 租金",
    "赔 赔偿 补偿 承担 理赔 赔付 赔给 误工费",
    "拿 取 领 拿到 领取 取件 取证 到手 到账 出证 寄到 发证 收到 下来 办好 办完 办结 办下",
    "归 管 负责 主管 监管 承办 牵头",
    "材料 证件 资料 手续 复印件 户口簿 户口本 身份证 证明 合同 照片 原件 凭证 表格 申请表 委托书",
    "报名 申请 申报 登记 办理 预约 受理 递交 提交",
    "原因 因为 由于 造成 导致 引起 所致 为什么 怎么回事 查明 缘故",
    "检查 核查 查处 调查 核实 检测 化验 抽检 检验 抽查 监测 实测 测温 测量 测了 测得",
    "罚 罚款 处罚 立案 查处 处分 惩处 扣分 停业 追究 追责 查封 吊销",
    "拆 拆除 拆掉 移走 搬走 挪走 移开 清除 迁走",
    "清理 清运 清走 打扫 保洁 运走 清扫 清掉 垃圾 干净",
    "装 安装 加装 增设 设置 设立 新增 加设 装好 装上 新建 增加 加建 添置",
    "吵 噪声 噪音 扰民 喧哗 声音 分贝 音响 隔音 静音 安静 太响",
    "臭 异味 气味 味道 油烟 恶臭 难闻 净化器 废气 刺鼻",
    "冷 不热 暖气 供热 供暖 室温 热力 换热站 取暖",
    "停水 供水 来水 通水 自来水 水压 水管 水质 水泵 送水",
    "停电 供电 来电 通电 送电 电力 电压 跳闸 变压器 线路",
    "路面 坑洼 坑 塌陷 沥青 道路 修路 铺路 人行道 地砖",
    "停车 车位 泊位 停放 违停 乱停 占道",
    "孩子 小孩 儿童 学生 娃 未成年人 女儿 儿子 幼儿 宝宝",
    "老人 老年人 高龄 长者 老年 老母亲 养老",
    "学校 入学 上学 学位 就读 招生 小学 中学 转学 划片 学区",
    "医院 看病 就医 就诊 门诊 医疗 治疗 挂号 医生",
    "报销 报 医保 结算 报得 自付 能报",
    "工资 欠薪 薪水 报酬 工钱 欠款",
    "房租 租房 租金 房东 租赁 出租",
    "补贴 补助 津贴 救助 待遇 低保 补发",
    "公交 公交车 班次 班车 发车 末班车 站点 改线 线路",
    "涨 涨价 上调 调价 提价 涨了",
    "保密 匿名 泄露 信息 隐私",
    "奖励 奖金 重奖 发奖",
    "电话 联系 拨打 热线 联系人 打给",
    "合法 违法 合规 违规 规定 允许 违反 依据 法律",
    "延长 延到 推迟 开到 改到 加长 顺延 延时",
    "开放 开门 营业 开园 开馆 开到 启用",
    "危险 隐患 安全 护栏 警戒 摔 围挡 防护",
    "采纳 同意 批准 获批 批了 通过 批下",
    "地址 地点 位置 位于 路口 楼 号楼 窗口 大厅",
    "停工 施工 工地 打桩 开工 动工 完工 竣工 进场 工期 建成",
    "树 树枝 修剪 枝子 剪 绿化 园林",
    "狗 犬 遛狗 养犬 流浪狗 牵绳",
    "电梯 曳引机 轿厢 困人 加梯",
    "路灯 灯 亮灯 照明 灯杆 不亮 点亮 灯泡",
    "下水道 污水 管道 疏通 井盖 积水 堵塞 倒灌 排水",
    "户口 落户 迁户 户籍 迁入 集体户",
    "网上 手机 小程序 app 线上 公众号 网站 政务网",
    "代办 委托 代替 替 代领",
    "多久 工作日 当天 当场 次日",
    "恢复 照常 重新 复通 恢复正常",
    "排队 排号 号 轮候 排到 轮到",
    "折扣 优惠 减免 减半 打折 免收 封顶 免交",
    "人手 派人 值守 巡逻 巡查 保安 专人 站岗",
    "红绿灯 信号灯 绿灯 配时 读秒",
    "斑马线 过街 天桥 减速带",
    "快递 包裹 取件 驿站 投递 快递柜",
)  # fmt: skip
"""Groups of words, own list: in each, what a question and its answer call one thing or one deed."""

GROUP_OF: Mapping[str, tuple[int, ...]] = {
    word: tuple(n for n, group in enumerate(GROUPS) if word in group.split())
    for word in {word for group in GROUPS for word in group.split()}
}


def groups_of(text: str) -> frozenset[int]:
    """Return in which groups the words of a text stand: every run of up to four characters is looked up.

    Examples
    --------
    >>> groups_of("几天能拿到证") & groups_of("当天领取") != frozenset()
    True
    """
    runs = (text[n : n + size] for size in range(1, 5) for n in range(len(text) - size + 1))
    return frozenset(number for run in runs for number in GROUP_OF.get(run, ()))
