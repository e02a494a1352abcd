/** The playground's control endpoints. Refusals become `Refusal` with a sentence a person can act on. */

const OFFLINE = '演练场没有应答。请确认程序还在运行，页面会自动重连。';
const BY_STATUS = {
  400: '这一步没有办成。请检查填写的内容，改后再试。',
  403: '这个人在这里没有权限。请换一个人，或先加入该群。',
  404: '找不到这条消息或会话。请刷新页面后再试。',
  409: '现在做不了这一步。请稍等片刻再试。',
  413: '文件太大，请换一个小于 20 MB 的文件。',
  500: '演练场内部出错。请再试一次；若仍不行，请重启演练场。',
};

/** A request that was not done. `message` is for people; `detail` is the server's own text. */
export class Refusal extends Error {
  constructor(status, detail) {
    super(BY_STATUS[status] ?? (status ? BY_STATUS[500] : OFFLINE));
    this.status = status;
    this.detail = detail ?? '';
  }
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Refusal(0, String(error));
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, body.error);
  return body;
}

/** GET a control endpoint. */
export function get(path, signal) {
  return call(`/play/${path}`, { signal });
}

/** POST JSON to a control endpoint. */
export function post(path, body) {
  return call(`/play/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
