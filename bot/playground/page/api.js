/** The playground's control endpoints. Refusals become `Refusal` with a sentence a person can act on. */

const OFFLINE = '演练场没有应答。请确认程序还在运行，页面会自动重连。';
const UNKNOWN = '这一步没有办成。请检查后再试一次。';
// What the server's (English) texts mean for the person at the page; the first that fits is said.
const SAYINGS = [
  [/blocked the bot/, '这个人已拉黑机器人。请先点“解除拉黑”。'],
  [/deleted the account/, '这个账号已注销，请换一个人。'],
  [/is not in chat/, '这个人不在群里。请先点“加入”。'],
  [/was upgraded/, '这个群已升级为超级群。请在上方改选新的群。'],
  [/only an own message/, '只能修改自己发的消息。'],
  [/no message \d/, '这条消息已经不在了。请另选一条。'],
  [/no button/, '这个按钮已经不在了。请看最新的消息。'],
  [/topic \S+ is closed/, '这个话题已关闭。请换一个话题。'],
  [/no topic/, '这个话题已经不在了。请换一个话题。'],
  [/characters fit into/, '一条消息最多 4096 个字。请分几条发。'],
  [/has no phone/, '这个人没有登记手机号，发不了名片。'],
  [/latitude or longitude/, '经纬度不对。纬度在 ±90、经度在 ±180 以内。'],
  [/time only moves forward/, '时钟只能往前拨。请选一个更晚的时间。'],
  [/control port|the bot refused/, '机器人没有应答，时钟没有拨动。请确认机器人正在运行，再试一次。'],
];
const TOO_LARGE = '文件太大了。请换一个小于 20 MB 的文件。';

/** A request that was not done. `message` is for people; `detail` is the server's own text. */
export class Refusal extends Error {
  constructor(status, detail = '') {
    super(sentence(status, detail));
    this.status = status;
    this.detail = detail;
  }
}

function sentence(status, detail) {
  if (!status) return OFFLINE;
  if (status === 413) return TOO_LARGE;
  return SAYINGS.find(([pattern]) => pattern.test(detail))?.[1] ?? UNKNOWN;
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(`/play/${path}`, options);
  } catch {
    throw new Refusal(0);
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, body.error);
  return body;
}

/** GET a control endpoint. */
export function get(path) {
  return call(path);
}

/** POST JSON to a control endpoint. */
export function post(path, body) {
  return call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
