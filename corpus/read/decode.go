package read

import (
	"context"
	"io"
	"strings"
	"sync"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// charset decodes one character encoding.
type charset struct {
	name string // WHATWG name
	cjk  bool   // a multi-byte charset of East Asia
	// step decodes the character at the start of src, which is not empty. It
	// returns the characters (the second is 0 but for a few of Big5) and the
	// number of bytes they took; bad says that all these bytes are
	// undecodable.
	step func(src []byte) (r, r2 rune, n int, bad bool)
}

var (
	utf8Charset = &charset{"utf-8", true, stepUTF8}
	utf16le     = &charset{"utf-16le", true, func(b []byte) (rune, rune, int, bool) { return stepUTF16(b, 0, 1) }}
	utf16be     = &charset{"utf-16be", true, func(b []byte) (rune, rune, int, bool) { return stepUTF16(b, 1, 0) }}
	gb18030     = &charset{"gb18030", true, stepGB18030}
	big5        = &charset{"big5", true, stepBig5}
)

// charsetFor returns the charset that a label stands for, or nil when the
// label is unknown or stands for a charset with shift states, which no page
// uses any more. All labels of the GB family decode as GB18030, which holds
// what pages with these labels really contain.
func charsetFor(label string) *charset {
	label = strings.ToLower(strings.TrimSpace(label))
	switch label {
	case "gb2312", "gb_2312-80", "gb2312-80", "gbk", "gb18030", "gb18030-2000", "cp936", "ms936", "x-gbk", "euc-cn":
		return gb18030
	case "utf-16", "utf-16le", "unicode", "ucs-2":
		return utf16le
	case "big5", "big5-hkscs", "cp950", "x-x-big5", "big5-tw":
		return big5
	}
	e, err := htmlindex.Get(label)
	if err != nil {
		return nil
	}
	name, err := htmlindex.Name(e)
	if err != nil {
		return nil
	}
	switch name {
	case "utf-8":
		return utf8Charset
	case "utf-16be":
		return utf16be
	case "utf-16le":
		return utf16le
	case "gbk", "gb18030":
		return gb18030
	case "big5":
		return big5
	case "replacement", "x-user-defined", "iso-2022-jp", "hz-gb-2312":
		return nil
	}
	others.Lock()
	defer others.Unlock()
	if c := others.byName[name]; c != nil {
		return c
	}
	c := &charset{name: name, cjk: strings.HasPrefix(name, "euc-") || name == "shift_jis"}
	if m, ok := e.(*charmap.Charmap); ok {
		c.step = func(b []byte) (rune, rune, int, bool) {
			r := m.DecodeByte(b[0])
			return r, 0, 1, r == utf8.RuneError
		}
	} else {
		c.step = stepper(e)
	}
	others.byName[name] = c
	return c
}

// others are the charsets met besides the five above; one pointer a charset,
// so that charsets compare.
var others = struct {
	sync.Mutex
	byName map[string]*charset
}{byName: map[string]*charset{}}

func stepUTF8(b []byte) (rune, rune, int, bool) {
	r, n := utf8.DecodeRune(b)
	return r, 0, n, n == 1 && r == utf8.RuneError
}

func stepUTF16(b []byte, lo, hi int) (rune, rune, int, bool) {
	if len(b) < 2 {
		return 0, 0, 1, true
	}
	r := rune(b[hi])<<8 | rune(b[lo])
	if !utf16.IsSurrogate(r) {
		return r, 0, 2, false
	}
	if len(b) >= 4 {
		if r := utf16.DecodeRune(r, rune(b[2+hi])<<8|rune(b[2+lo])); r != utf8.RuneError {
			return r, 0, 4, false
		}
	}
	return 0, 0, 2, true
}

// table maps the two-byte characters of a charset, by lead and trail byte; 0
// stands for no character.
type table [0x7f][0x100]rune

// twoBytes reads the table of two-byte characters out of e.
func twoBytes(e encoding.Encoding) *table {
	t := new(table)
	d := e.NewDecoder()
	for lead := 0x81; lead <= 0xff; lead++ {
		for trail := 0x40; trail <= 0xff; trail++ {
			s, err := d.Bytes([]byte{byte(lead), byte(trail)})
			if err != nil {
				continue
			}
			if r, n := utf8.DecodeRune(s); n == len(s) && r != utf8.RuneError {
				t[lead-0x81][trail] = r
			}
		}
	}
	return t
}

var (
	gbTable   = sync.OnceValue(func() *table { return twoBytes(simplifiedchinese.GB18030) })
	big5Table = sync.OnceValue(func() *table { return twoBytes(traditionalchinese.Big5) })
)

func stepGB18030(b []byte) (rune, rune, int, bool) {
	switch c := b[0]; {
	case c < 0x80:
		return rune(c), 0, 1, false
	case c == 0x80:
		return '€', 0, 1, false
	case c == 0xff || len(b) < 2:
		return 0, 0, 1, true
	}
	t := b[1]
	switch {
	case t >= 0x40:
		if r := gbTable()[b[0]-0x81][t]; r != 0 {
			return r, 0, 2, false
		}
		if t < 0x80 { // the trail byte is a character of its own
			return 0, 0, 1, true
		}
		return 0, 0, 2, true
	case t >= '0' && t <= '9' && len(b) >= 4 && b[2] >= 0x81 && b[2] <= 0xfe && b[3] >= '0' && b[3] <= '9':
		s, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b[:4])
		if r, n := utf8.DecodeRune(s); err == nil && n == len(s) && r != utf8.RuneError {
			return r, 0, 4, false
		}
	}
	return 0, 0, 1, true
}

// big5Pairs are the four Big5 codes that stand for two characters.
var big5Pairs = map[uint16][2]rune{
	0x8862: {0xca, 0x304}, 0x8864: {0xca, 0x30c}, 0x88a3: {0xea, 0x304}, 0x88a5: {0xea, 0x30c},
}

func stepBig5(b []byte) (rune, rune, int, bool) {
	c := b[0]
	switch {
	case c < 0x80:
		return rune(c), 0, 1, false
	case c == 0x80 || c == 0xff || len(b) < 2:
		return 0, 0, 1, true
	}
	t := b[1]
	if r := big5Table()[c-0x81][t]; r != 0 {
		return r, 0, 2, false
	}
	if p, ok := big5Pairs[uint16(c)<<8|uint16(t)]; ok {
		return p[0], p[1], 2, false
	}
	if t >= 0xa1 && t != 0xff {
		return 0, 0, 2, true
	}
	return 0, 0, 1, true
}

// stepper makes a step function out of a decoder without shift states, by
// asking it for one character at a time.
func stepper(e encoding.Encoding) func([]byte) (rune, rune, int, bool) {
	return func(b []byte) (rune, rune, int, bool) {
		if b[0] < 0x80 {
			return rune(b[0]), 0, 1, false
		}
		var dst [16]byte
		d := e.NewDecoder()
		for n := 1; n <= min(len(b), 4); n++ {
			d.Reset()
			w, used, err := d.Transform(dst[:], b[:n], false)
			if err != nil || used != n {
				continue
			}
			if r, size := utf8.DecodeRune(dst[:w]); size == w && r != utf8.RuneError {
				return r, 0, n, false
			}
			break
		}
		return 0, 0, 1, true
	}
}

// decoder reads a body as UTF-8 with LF line ends, no leading byte-order mark,
// and blanks for control characters. It is an io.Reader, so a page is never
// held both whole and decoded when a parser can take it piece by piece.
type decoder struct {
	src     []byte
	cs      *charset
	begun   bool
	cr      bool            // the last character was CR, given out as LF
	damaged int             // undecodable bytes so far, each given out as U+FFFD
	ctx     context.Context // ends the reading early; may be nil
}

func newDecoder(body []byte, v verdict) *decoder {
	return &decoder{src: body[v.skip:], cs: v.charset}
}

// Read fills dst; it needs room for the longest character.
func (d *decoder) Read(dst []byte) (int, error) {
	if len(d.src) == 0 {
		return 0, io.EOF
	}
	if d.ctx != nil && d.ctx.Err() != nil {
		return 0, d.ctx.Err()
	}
	out := d.fill(dst[:0], len(dst)-4*utf8.UTFMax)
	if len(out) == 0 && len(d.src) > 0 {
		return 0, io.ErrShortBuffer
	}
	return len(out), nil
}

// fill appends decoded text to out until it is longer than limit.
func (d *decoder) fill(out []byte, limit int) []byte {
	ascii := d.cs != utf16le && d.cs != utf16be
	for len(d.src) > 0 && len(out) <= limit {
		if c := d.src[0]; ascii && c < 0x80 {
			if c >= ' ' && c != 0x7f { // a run of plain ASCII
				room := limit - len(out) + 1
				n := 1
				for n < len(d.src) && n < room && d.src[n] >= ' ' && d.src[n] < 0x7f {
					n++
				}
				out = append(out, d.src[:n]...)
				d.src = d.src[n:]
				d.begun, d.cr = true, false
				continue
			}
			d.src = d.src[1:]
			out = d.put(out, rune(c))
			continue
		}
		r, r2, n, bad := d.cs.step(d.src)
		d.src = d.src[n:]
		if bad {
			d.damaged += n
			for ; n > 0; n-- {
				out = d.put(out, utf8.RuneError)
			}
			continue
		}
		out = d.put(out, r)
		if r2 != 0 {
			out = d.put(out, r2)
		}
	}
	return out
}

func (d *decoder) put(out []byte, r rune) []byte {
	after := d.cr
	d.cr = false
	switch {
	case r == '\r':
		d.cr = true
		r = '\n'
	case r == '\n' && after:
		return out
	case r == 0xfeff && !d.begun:
		return out
	case r < ' ' && r != '\n' && r != '\t' || r == 0x7f:
		r = ' '
	}
	d.begun = true
	return utf8.AppendRune(out, r)
}

// all decodes the whole body at once.
func (d *decoder) all() string {
	var s strings.Builder
	size := len(d.src) // of the result: right for UTF-8, the most for the others
	if d.cs != utf8Charset {
		size += size / 2
	}
	s.Grow(size)
	buf := make([]byte, 0, 32<<10)
	for len(d.src) > 0 {
		buf = d.fill(buf[:0], cap(buf)-4*utf8.UTFMax)
		s.Write(buf)
	}
	return s.String()
}

// score says how much sample, decoded by c, looks like Chinese: near the
// share of frequent characters, less for undecodable bytes and for characters
// that no page of ours holds. Right charsets score above 0.2 from a handful of
// characters on, wrong ones near or below 0.
func (c *charset) score(sample []byte) float64 {
	common := frequent()
	n, good := 0, 0.0
	for b := sample; len(b) > 0; {
		if b[0] < 0x80 && c != utf16le && c != utf16be {
			b = b[1:]
			continue
		}
		r, _, size, bad := c.step(b)
		b = b[size:]
		n++
		switch {
		case bad && len(b) == 0: // cut off
			n--
		case bad:
			good -= 4
		case r < 1<<16 && common[r/64]>>(r%64)&1 == 1:
			good++
		case r >= 0x4e00 && r <= 0x9fa5, r >= 0x3000 && r <= 0x3002, r >= 0x3008 && r <= 0x3015, r >= 0xff01 && r <= 0xff5e:
		case r >= 0xe000 && r <= 0xf8ff, r >= 0x80 && r <= 0x9f:
			good -= 2
		default:
			good -= 0.5
		}
	}
	if n == 0 {
		return 0
	}
	return good / float64(n)
}

// frequent is the set of the hanzi and marks that make up most of any Chinese
// page, simplified and traditional: a bit for each code point below 0x10000.
var frequent = sync.OnceValue(func() *[1 << 10]uint64 {
	m := new([1 << 10]uint64)
	for _, r := range frequentHanzi {
		m[r/64] |= 1 << (r % 64)
	}
	return m
})

const frequentHanzi = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严首底液官德随病苏失尔死讲配女黄推显谈罪神艺呢席含企望密批营项防举球英氧势告李台落木帮轮破亚师围注远字材排供河态封另施减树溶怎止案言士均武固叶鱼波视仅费紧爱左章早朝害续轻服试食充兵源判护司足某练差致板田降黑犯负击范继兴似余坚曲输修故城夫够送笔船占右财吃富春职觉汉画功巴跟虽杂飞检吸助升阳互初创抗考投坏策古径换未跑留钢曾端责站简述钱副尽帝射草冲承独令限阿宣环双请超微让控州良轴找否纪益依优顶础载倒房突坐粉敌略客袁冷胜绝析块剂测丝协诉念陈仍罗盐友洋错苦夜刑移频逐靠混母短皮终聚汽村云哪既距卫停烈央察烧迅境若印洲刻括激孔搞甚室待核校散侵吧甲游久菜味旧模湖货损预阻毫普稳乙妈植息扩银语挥酒守拿序纸医缺雨吗针刘啊急唱误训愿审附获茶鲜粮斤孩脱硫肥善龙演父渐血欢械掌歌沙刚攻谓盾讨晚粒乱燃矛乎杀药宁鲁贵钟煤读班伯香介迫句丰培握兰担弦蛋沉假穿执答乐谁顺烟缩征脸喜松脚困异免背星福买染井概慢怕磁倍祖皇促静补评翻肉践尼衣宽扬棉希伤操垂秋宜氢套督振架亮末宪庆编牛触映雷销诗座居抓裂胞呼娘景威绿晶厚盟衡鸡孙延危胶屋乡临陆顾掉呀灯岁措束耐剧玉赵跳哥季课凯胡额款绍卷齐伟蒸殖永宗苗川炉岩弱零杨奏沿露杆探滑镇饭浓航怀赶库夺伊灵税途灭赛归召鼓播盘裁险康唯录菌纯借糖盖横符私努堂域枪润幅哈竟熟虫泽脑壤碳欧遍侧寨敢彻虑斜薄庭纳弹饲伸折麦湿暗荷瓦塞床筑恶户访塔奇透梁刀旋迹卡氯遇份毒泥退洗摆灰彩卖耗夏择忙铜献硬予繁圈雪函亦抽篇阵阴丁尺追堆雄迎泛爸楼避谋吨野猪旗累偏典馆索秦脂潮爷豆忽托惊塑遗愈朱替纤粗倾尚痛楚谢奋购磨君池旁碎骨监捕弟暴割贯殊释词亡壁顿宝午尘闻揭炮残冬桥妇警综招吴付浮遭徐您摇谷赞箱隔订男吹园纷唐败宋玻巨耕坦荣闭湾键凡驻锅救恩剥凝碱齿截炼麻纺禁废盛版缓净睛昌婚涉筒嘴插岸朗庄街藏姑贸腐奴啦惯乘伙恢匀纱扎辩耳彪臣亿璃抵脉秀萨俄网舞店喷纵寸汗挂洪贺闪柬爆烯津稻墙软勇像滚厘蒙芳肯坡柱荡腿仪旅尾轧冰贡登黎削钻勒逃障氨郭峰币港伏轨亩毕擦莫刺浪秘援株健售股岛甘泡睡童铸汤阀休汇舍牧绕炸哲磷绩朋淡尖启陷柴呈徒颜泪稍忘泵蓝拖洞授镜辛壮锋贫虚弯摩泰幼廷尊窗纲弄隶疑氏宫姐震瑞怪尤琴循描膜违夹腰缘珠穷森枝竹沟催绳忆邦剩幸浆栏拥牙贮礼滤钠纹罢拍咱喊袖埃勤罚焦潜伍墨欲缝姓刊饱仿奖铝鬼丽跨默挖链扫喝袋炭污幕诸弧励梅奶洁灾舟鉴苯讼抱毁懂寒智埔寄届跃渡挑丹艰贝碰拔爹戴码梦芽熔赤渔哭敬颗奔铅仲虎稀妹乏珍申桌遵允隆螺仓魏锐晓氮兼隐碍赫拨忠肃缸牵抢博巧壳兄杜讯诚碧祥柯页巡矩悲灌龄伦票寻桂铺圣恐恰郑趣抬荒腾贴柔滴猛阔辆妻填撤储签闹扰紫砂递戏吊陶伐喂疗瓶婆抚臂摸忍虾蜡邻胸巩挤偶弃槽劲乳邓吉仁烂砖租乌舰伴瓜浅丙暂燥橡柳迷暖牌秧胆详簧踏瓷谱呆宾糊洛辉愤竞隙怒粘乃绪肩籍敏涂熙皆侦悬掘享纠醒狂锁淀恨牲霸爬赏逆玩陵祝秒浙貌" +
	"這個們為來時國於會過說產種後對動發學實經進問關開與長電機業現點從還應無樣義間線數題結黨員條見區組別計將較導東單場車議報華類張馬節話記規熱領頭總級統農戰據處隊給門辦標聯證權認調養環師職責團課評項鎮鄉縣處級設備協會議積極質優勢務實並勵獎勞術專輪崗訓練習極參與兩關於負責劃創辦構體運轉讓聽講達圍繞幫扶連雲個產歷選項緊夠強據總結歸檔網絡說圖書館閱讀寫課題論壇際鄰縮軍眾廣慶羅陳劉楊趙黃吳孫鄭鍾許馮蔣韓葉蘇盧賀顧錢龍萬嚴馬獨雙鳳寶貴豐榮" +
	"，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』—…·０１２３４５６７８９％　"
