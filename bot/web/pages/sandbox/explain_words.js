/** Chinese words of the page that explains: pieces, fields, rules, intents. */

export const GROUPS = { time: "时间", matter: "事项", people: "人员", number: "数字", mood: "语气", order: "吩咐", text: "引文与地点", rest: "其他" };

const TOKENS = {
  time: {
    day: "日子", weekday: "星期", week: "周", month: "月份", january: "正月", year: "年份", season: "季度", vague: "含糊的时间", festival: "节日",
    part: "时段", day_unit: "日", month_unit: "月", year_unit: "年", hour_unit: "点钟", minute_unit: "分", half: "半", quarter: "刻", ago: "以前",
    last: "过去", span_unit: "时间单位",
  },
  matter: { kind: "事项名称", content: "内容", hold: "举行", label: "栏目", perfect: "已完成", also: "也" },
  people: {
    name: "姓名", expected: "应到", present: "实到", counted: "参加", total: "共计", absent: "缺席", leave: "请假", observer: "列席", everybody: "全员",
    nobody: "无人", heads: "人数单位", unit: "单位", people: "人称", title: "职务", self: "自己", with: "与", by: "由", host: "主持", lecturer: "主讲",
    recorder: "记录", reason: "事由", except: "除外",
  },
  number: { number: "数字", money: "金额", each: "每人" },
  mood: {
    not: "否定", cancelled: "取消", future: "将来", wish: "愿望", asking: "询问", final: "句末语气", rule: "规定", hearsay: "转述", artefact: "材料",
    praise: "称赞", unsure: "拿不准", question_mark: "问号",
  },
  order: { order: "命令", delete: "删除", change: "更改", wrong: "有误", entry: "所指的记录", export: "导出", ledger: "台账", remind: "提醒", query: "查询", help: "帮助" },
  text: { quoted: "书名或引语", place: "地点", at: "在", go: "前往", thing: "物件", latin: "字母" },
};
const OF = Object.fromEntries(Object.entries(TOKENS).flatMap(([group, kinds]) => Object.entries(kinds).map(([kind, name]) => [kind, { group, name }])));
const PUNCTUATION = ["comma", "stop", "pause", "colon", "newline", "space", "open", "close", "dash", "slash", "dot", "arrow"];

const FIELDS = {
  kind: "事项", date: "日期", end_date: "结束日期", start: "开始", end: "结束", topic: "主题", expected: "应到", present: "实到", absent: "缺席",
  leave: "请假", host: "主持人", lecturer: "主讲人", recorder: "记录人", place: "地点", participants: "参加人", talker: "谈话人", amount: "金额",
};
const INTENTS = {
  record: "会登记为记录", talk: "会登记为谈心谈话", correct: "会更正一条已有的记录", undo: "会撤销一条已有的记录", query: "是一次查询", export: "是要导出",
  remind: "是关于提醒的话", plan: "说的是将来，到时再登记", help: "是问怎样用", none: "不会登记任何内容",
};
const RULES = {
  date: "认出日期", part: "认出时段", time: "认出钟点", period: "认出所属时期", kind: "认出事项", verb: "由动词认出事项", label: "栏目后的内容", field: "表格中的一栏",
  count: "认出人数", ratio: "实到比应到", names: "一串姓名", subject: "词前面的人", role: "职责后面的人", topic: "认出主题", place: "认出地点", amount: "认出金额",
  talk: "谈话双方", talker: "谈话人", invited: "应邀的人", except: "除外的人", mood: "这句话的语气", request: "向助手提出的请求", amendment: "对已有记录的改动",
  doubted: "学来的意见觉得不像记录，改为询问", likely: "学来的意见觉得像记录，改为询问", believed: "学来的意见认为是办过的事", judged: "学来的意见改判", command: "一条命令", secret: "带有密级标志", empty: "没有可读的内容",
};
const DETAILS = {
  told: "说的是办过的事", bare: "没有说办没办，按办过读", planned: "说的是将来", asked: "是在问", denied: "说没有办", heard: "是转述", wished: "是愿望",
  ruled: "是规定", praised: "是称赞", correct: "更正", undo: "撤销", plan: "预告", query: "查询", export: "导出", remind: "提醒", help: "帮助", none: "不登记",
};
export const groupOf = (kind) => OF[kind]?.group ?? "rest";
export const tokenName = (kind) => OF[kind]?.name ?? (PUNCTUATION.includes(kind) ? "标点" : "未归类");
export const fieldName = (name) => FIELDS[name] ?? name;
export const intentName = (intent) => INTENTS[intent] ?? intent;

/** A value as people write it. */
export function valueName(field, value, kinds) {
  if (field === "kind") return kinds[value] ?? value;
  if (field === "amount") return `${value.toLocaleString("zh-CN")} 元`;
  return Array.isArray(value) ? value.join("、") : String(value);
}

/** 认出事项：主题党日 */
export function ruleName(rule, kinds) {
  const [name, detail] = rule.split(":");
  const words = kinds[detail] ?? FIELDS[detail] ?? DETAILS[detail];
  return (RULES[name] ?? name) + (words ? `：${words}` : "");
}

const SIGNS = {
  kind: "事项", names: "姓名", count: "人数", amount: "金额", place: "地点", topic: "主题", time: "钟点", period: "时期", quoted: "书名或引语", other: "未归类",
  date_past: "过去的日子", date_today: "今天", date_ahead: "将来的日子", date_soon: "没说年份的日子", date_vague: "含糊的日子",
};

/** A piece of the opinion that was learned: characters as they stand, signs by their names, circumstances in words. */
export function pieceName(piece) {
  const [name, told] = piece.split(":");
  if (name === "day") return SIGNS[`date_${told}`];
  if (name === "days") return `${told} 个日子`;
  if (name === "length") return `长短第 ${Number(told) + 1} 档`;
  const words = piece.replace(/#([a-z_]+)/g, (_, sign) => `〔${SIGNS[sign] ?? sign}〕`);
  return words.replace("⟨", "（句首）").replace("⟩", "（句末）").replaceAll("¶", "␣").replaceAll("|", " · ");
}

export const signed = (weight) => `${weight < 0 ? "−" : "+"}${Math.abs(weight).toFixed(1)}`;

export const TRIES = [
  "昨天下午在三楼会议室开展主题党日，应到13人，实到12人，高雨桐请假",
  "周五支委会和党课都办了",
  "前几天和李明谈心谈话",
  "刚才那条人数改成20人",
  "下周三准备开党员大会",
];

export const SAY = {
  secret: "带有密级标志，整条不处理、不存储",
  unclear: "还不能确定，会先问一句",
  today: (day) => `以沙盒里的${day}为今天。`,
  organisation: (name) => `说的是${name}。`,
  space: "空格",
  nth: (number) => `第 ${number} 件`,
  fields: "各项与它们在原文的位置",
  columns: ["项目", "读出的值", "原文位置"],
  inferred: "由上下文得出",
  noFields: "没有要记下的项。",
  opinion: ({ intent, against, log_odds }) => `比照读过的消息，最像的是：${intentName(intent)}；其次：${intentName(against)}（相差 ${signed(log_odds)}）。分量最重的几处：`,
  noQuestions: "不需要再问。",
  tooLong: (length) => `已写 ${length.toLocaleString("zh-CN")} 字，助手一次最多读 2,000 字。`,
};
