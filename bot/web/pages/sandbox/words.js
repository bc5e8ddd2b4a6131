/** Chinese words of the page: posts, days, what to try. */

const ROLES = {
  secretary: "书记", deputy: "副书记", organiser: "组织委员", publicity: "宣传委员", discipline: "纪检委员",
  committee_member: "委员", group_lead: "组长", youth_lead: "组长", study_clerk: "学习秘书", leader: "班子成员",
  clerk: "党务干事", discipline_secretary: "纪委书记", mentor: "培养联系人", admin: "管理员",
};
const STANDINGS = { full: "党员", probationary: "预备党员", candidate: "发展对象", applicant: "入党积极分子", none: "群众" };
const KINDS = { reminder: "提醒", digest: "简报", chart: "简报附图", ledger: "台账", notice: "通知", reply: "答复", sent: "消息" };
const OFFICERS = ["secretary", "deputy", "organiser", "publicity", "discipline", "clerk"];
const DAY = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", year: "numeric", month: "long", day: "numeric" });
const SHORT_DAY = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", month: "long", day: "numeric" });
const WEEKDAY = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", weekday: "short" });
const TIME = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const kindName = (kind) => KINDS[kind] ?? KINDS.sent;
export const isOfficer = (role) => OFFICERS.includes(role);
/** Officers in the order in which they are named; everybody else after them. */
export const rankOf = (role) => (isOfficer(role) ? OFFICERS.indexOf(role) : OFFICERS.length);

/** 2026年6月1日（周一） */
export const dayName = (at) => `${DAY.format(at)}（${WEEKDAY.format(at)}）`;
/** 6月1日 */
export const shortDay = (at) => SHORT_DAY.format(at);
/** 09:00 */
export const timeName = (at) => TIME.format(at);
/** The calendar day in Shanghai as a date field has it. */
export const isoDay = (at) => new Date(at.getTime() + 8 * 3600e3).toISOString().slice(0, 10);
/** The instant at which a clock in Shanghai shows `time` on `day`. */
export const instantAt = (day, time) => new Date(`${day}T${time}:00+08:00`);
/** An instant as the server wants it. */
export const toIso = (at) => `${isoDay(at)}T${timeName(at)}:${String(at.getUTCSeconds()).padStart(2, "0")}+08:00`;

/** What a person is: posts at home without the organisation's name unless `full`, elsewhere with it. */
export function titleOf(member, posts, organisations, { full = false } = {}) {
  const nameOf = (id) => (id === member.organisation && !full ? "" : organisations.get(id)?.name ?? "");
  const away = (post) => post.organisation !== member.organisation;
  const held = posts.filter((post) => ROLES[post.role]).sort((a, b) => away(a) - away(b));
  const titles = held.map((post) => nameOf(post.organisation) + ROLES[post.role]);
  if (member.standing !== "full" || !titles.length) titles.push(nameOf(member.organisation) + (STANDINGS[member.standing] ?? ""));
  return titles.join("、");
}

/** Sentences worth trying: in a group, as an officer, as a member, as a stranger; `branch` is who sits in one's branch. */
export function examplesFor({ group, officer, branch }) {
  if (group) return ["本月待办", "什么时候换届"];
  if (branch.count < 2) return ["你好", "帮助"];
  const told = `昨天下午开展主题党日，应到${branch.count}人，实到${branch.count - 1}人，${branch.others.at(-1)}请假`;
  const talk = `上周五和${branch.others[0]}谈心谈话`;
  return officer ? [told, "本月待办", talk, "什么时候换届", "帮助"] : [told, "我的记录", talk, "你存了我什么", "帮助"];
}

/** What to do first in an empty chat: why, and the words of the button; the last one moves the clock. */
export function stepsFor(audience) {
  const [first, second] = examplesFor(audience);
  const why = whyOf(audience);
  return [[why[0], first], [why[1], second], [why[2], null]];
}

function whyOf({ group, officer, branch }) {
  if (group) return ["问一问还有哪些没完成", "问一问哪天届满", "把时钟往前拨，等下一条提醒或简报"];
  if (branch.count < 2) return ["打个招呼，看助手怎样答复", "问一问怎么用", "把时钟往前拨，看谁会收到提醒"];
  return ["说一件办过的事，看助手怎样记下", officer ? "问一问还有哪些没完成" : "查一查自己登记过什么", "把时钟往前拨，等下一条提醒"];
}

export const SAY = {
  offline: "没有连上本机的服务，请确认它正在运行。",
  failing: "本机的服务没有办成，请稍后再试。",
  lost: "与服务的连接断开了，正在重新连接。",
  notSent: "没有送到",
  again: "重新发送",
  more: "展开全文",
  less: "收起",
  tooLong: (length) => `已写 ${length.toLocaleString("zh-CN")} 字，助手一次最多读 2,000 字。`,
  nearlyLong: (length) => `${length.toLocaleString("zh-CN")} / 2,000 字`,
  group: (name) => `${name}的工作群`,
  as: (who) => `我是${who}`,
  unread: (count) => `${count} 条新消息`,
  guest: "未登记的账号",
  guestNote: "名册里没有的人会看到什么",
  groups: "工作群",
  smallGroups: "小组群",
  others: "其他",
  next: (at) => `下一个到期的时刻：${shortDay(at)} ${timeName(at)}。`,
  nothingNext: "目前没有等着到期的事项。",
  going: (at) => `正在走：${shortDay(at)} ${timeName(at)}`,
  arrived: (count) => (count ? `到了，途中送出 ${count} 条消息。` : "到了，途中没有要发的消息。"),
  quiet: "往后四个月内没有要发的提醒。",
  stopped: "已停下。",
  tryTitle: "可以先试这三件事",
  tryNote: "换一个身份，或到工作群里看看，看到的内容各不相同。",
  nextReminder: "下一个提醒",
  bot: "支部助手",
  mine: "我说：",
  people: (count) => `${count} 人`,
  sentTo: (name, kind, count) => (count > 1 ? `${count} 条消息送给了 ${name} 等` : `${kind}送给了 ${name}`),
  look: "去看看",
};
