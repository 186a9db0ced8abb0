package synth

import "strings"

// split is the words of a list, which blanks and line breaks divide.
func split(s string) []string { return strings.Fields(s) }

// The lists that names are invented from. They are this package's own: what the
// lexicon knows is not looked at.
var (
	// Names of districts, cities and towns are two of these.
	placeFirst  = split("岚 沅 澜 苍 碧 霁 朗 澄 沐 栖 映 昭 绛 墨 檀 穗 芷 蘅 岫 瑶 漱 渌 洄 浣 棠 梧 桐 榆 槿 荻 蒹 芦 鹤 鹭 雁 隼 砚 磬 琅 珞 砺 峥 翠 霞 虹 霖 沛 潋 澹 泓 湛")
	placeSecond = split("川 陵 浦 麓 泽 汀 屿 渚 洲 湾 岭 塘 坪 峰 滩 岗 桥 潭 坡 垣 泉 岸 台 坞 渡 江 河 溪 谷 林")
	// A village is a family and one of these, or one of the second list.
	villageTail = split("庄 屯 家湾 家沟 家桥 家坪 家岭 家店 营 寨 家集 家楼 坊 堡 家塘 家河 家畈 家堰")
	village     = split("大槐树 三岔口 石碾 柿子园 杏花 双井 桃林 红旗 新建 前进 向阳 东风 光明 团结 星火 黄泥坡 白果 老鹰岩 青石板 枣园 上坪 下坪 南头 北头 太平 和平 永丰 新丰 龙泉 凤山 油坊 水磨 小河口 大河口 半坡 高桥 矮桥 榆树 梨园 竹园 茶店 磨盘山")
	street      = split("文昌街 解放路 建设路 人民路 东关 西关 南关 北关 城南 城北 城东 城西 滨河路 学府路 书院街 朝阳 前进路 新华路 中山路 和平路 花园 锦绣路 长春街 迎宾路 体育路")
	virtue      = split("明德 育才 启明 崇文 弘毅 致远 博雅 思源 树人 励志 英才 育英 敬业 求实 春晖 晨光 至善 立人 知行 笃学 雅正 兴华 振华 志成 培英")

	surnames = split(`王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 董 萧 程
		曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭
		廖 邹 熊 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 雷 钱 汤 尹 黎 易 常 武 乔 贺 赖 龚 文
		庞 樊 兰 殷 施 陶 洪 翟 安 颜 倪 严 牛 温 芦 季 俞 章 鲁 葛 伍 韦 申 尤 毕 聂 丛 焦 柳 邢 路 岳 齐 梅
		莫 庄 辛 管 祝 左 涂 谷 祁 耿 牟 卜 詹 关 苗 凌 费 纪 靳 盛 童 欧 甄 项 曲 游 裴 席 卫 查 屈 鲍 霍 翁
		隋 甘 景 包 司 柏 宁 桂 阮 欧阳 上官 司马 诸葛 皇甫 尉迟 慕容 令狐 东方 夏侯`)
	// families are the surnames that villages are called after.
	families = split("刘 柳 王 汪 张 章 薛 谢 孙 宋 李 黎 徐 许 杨 马 赵 邵 周 邹 吴 武 郑 陈 程 冯 丁 崔 贾 焦 尹 应 姚 侯 胡 田 石 史 杜 范 樊 彭 潘 罗 骆")

	// Given names: one character, or a first and a second.
	givenOne    = split("敏 静 磊 强 军 洋 勇 艳 杰 娟 涛 超 霞 平 刚 辉 芳 燕 鹏 玲 丹 萍 峰 锋 浩 健 斌 凯 琳 林 倩 波 宁 莉 丽 颖 雷 帆 雪 慧 晖 巍 睿 岩 彬 鑫 婷 瑶 琪 恒 坤 毅 骏 曦 菁 珊 倩 蕾 炜 翔 璐")
	givenFirst  = split("建 志 文 明 国 海 晓 春 玉 秀 红 丽 小 永 俊 宏 庆 德 宗 世 家 学 继 少 振 思 佳 雅 雨 淑 桂 凤 金 银 兰 月 雪 冬 秋 长 光 立 正 新 卫 爱 友 承 启 景 绍 培 若 子 梓 浩 嘉 美 慧 惠 瑞 祥 清 泽 润 怀 延 克 兆 树 忠 孝 义 维 炳 耀 传 守 云 天 心")
	givenSecond = split("华 明 军 平 英 芳 兰 峰 林 民 辉 伟 强 东 红 梅 霞 生 文 国 海 涛 波 杰 玲 娟 琴 珍 云 香 莲 洁 宇 航 轩 涵 怡 萱 琪 婷 楠 凡 宁 祥 康 福 贵 荣 昌 盛 达 远 山 川 江 河 水 泉 涌 润 泽 禾 苗 鸿 雁 翔 飞 龙 虎 刚 毅 勇 武 斌 彬 良 善 义 礼 信 廉 洲 桥 松 柏 竹 菊 丹 青 春 晨 阳 光 亮 旭 升 奇 来 发 财 宝 贤 才")
	// Characters of names that GBK does not hold; drawn for pages in UTF-8 and GB18030.
	givenRare = split("㛃 㻏 䶮 㮾 𬭎 𬱖 𬸦")
)

// soundAlike are characters of names that sound alike.
var soundAlike = map[rune]rune{
	'锋': '峰', '峰': '锋', '静': '菁', '菁': '静', '琳': '林', '林': '琳', '辉': '晖', '晖': '辉', '斌': '彬', '彬': '斌',
	'华': '桦', '英': '瑛', '明': '铭', '军': '君', '玲': '灵', '伟': '炜', '萍': '平', '平': '萍', '杰': '洁', '宁': '凝',
	'义': '毅', '毅': '义', '鹏': '朋', '强': '锵', '宇': '雨', '信': '欣',
}
