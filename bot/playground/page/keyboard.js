/** Buttons: inline keyboards under a message, and the reply keyboard under the composer. */

import { post } from './api.js';
import { el, icon, link } from './dom.js';
import { complain, pressAnswer } from './toast.js';

const ANSWER_SECONDS = 5;

/** The rows of buttons under a message. `who()` gives the person who presses. */
export function inlineKeyboard(message, who) {
  const rows = message.keyboard.map((row) => el('div', { class: 'keys-row' }, row.map((button) => inlineButton(message, button, who))));
  return el('div', { class: 'keys', role: 'group', 'aria-label': '消息按钮' }, rows);
}

function inlineButton(message, button, who) {
  if (button.url) {
    return link(button.url, { class: 'key' }, button.text, icon('out'));
  }
  const press = (event) => pressInline(event.currentTarget, message, button, who());
  return el('button', { type: 'button', class: 'key', on: { click: press } }, el('span', {}, button.text));
}

async function pressInline(node, message, button, user) {
  if (node.ariaBusy === 'true') return;
  node.ariaBusy = 'true';
  try {
    const what = button.data ? { data: button.data } : { text: button.text };
    const pressed = await post('press', { user, chat: message.chat, message_id: message.message_id, wait: ANSWER_SECONDS, ...what });
    pressAnswer(pressed.answer);
  } catch (error) {
    complain(error);
  } finally {
    node.ariaBusy = 'false';
  }
}

/** The reply keyboard that is open in a chat: the rows of the latest message that set or removed one. */
export function openReplyKeyboard(messages) {
  const last = messages.findLast((message) => message.reply_keyboard && !message.deleted);
  return last?.reply_keyboard.length ? last.reply_keyboard : null;
}

/** The rows of a reply keyboard; `onPress` gets the label. */
export function replyKeyboard(rows, onPress) {
  const key = (button) => el('button', { type: 'button', class: 'key reply-key', on: { click: () => onPress(button.text) } },
    button.request_contact ? icon('person') : null, button.request_location ? icon('place') : null, el('span', {}, button.text));
  return rows.map((row) => el('div', { class: 'keys-row' }, row.map(key)));
}
