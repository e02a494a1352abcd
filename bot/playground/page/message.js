/** One message as a bubble, a service line, or the stub of a deleted one. */

import { avatar, el, icon, tint } from './dom.js';
import { formatted } from './entities.js';
import { inlineKeyboard } from './keyboard.js';
import { mediaOf, mediaWord } from './media.js';
import { serviceLine } from './service.js';
import { dayAndTime, hourMinute } from './time.js';

/**
 * The element of a message. `view`: `person` who looks, `isGroup`, `find(id)` a message of the same chat, `joined`
 * (same sender as the message before), `topicName(id)`, `act` (select, jump, command: what clicks do).
 */
export function messageNode(message, view) {
  if (message.service) return line(message, serviceLine(message));
  if (message.deleted) return deletedStub(message, view);
  const own = message.from.id === view.person;
  return el('article', {
    class: ['message', own ? 'own' : 'other', view.joined && 'joined', message.from.is_bot && 'from-bot'].filter(Boolean).join(' '),
    tabindex: '-1', data: { id: message.message_id }, 'aria-label': `${message.from.name}，${hourMinute(Date.parse(message.date))}`,
  }, side(message, view, own), el('div', { class: 'message-body' }, bubble(message, view, own), keys(message, view)));
}

/** The first words of a message, for quotes and lists. */
export function preview(message) {
  const media = message.media ? mediaWord(message.media) : '';
  return `${media}${message.text ?? message.caption ?? ''}`.replace(/\s+/g, ' ').slice(0, 80);
}

function line(message, text) {
  return el('div', { class: 'service', data: { id: message.message_id } }, el('span', {}, text));
}

function deletedStub(message, view) {
  const own = message.from.id === view.person;
  return el('article', { class: `message ${own ? 'own' : 'other'} deleted${view.joined ? ' joined' : ''}`, tabindex: '-1', data: { id: message.message_id } },
    side(message, view, own), el('div', { class: 'bubble' }, icon('bin'), el('s', {}, `${message.from.name}的消息`), ' 已删除'));
}

function side(message, view, own) {
  if (own || !view.isGroup) return null;
  return el('div', { class: 'message-side' }, view.joined ? null : avatar(message.from.id, message.from.name, message.from.is_bot));
}

function bubble(message, view, own) {
  const text = message.text ?? message.caption;
  const select = () => { if (getSelection().isCollapsed) view.act.select(message); };
  return el('div', { class: 'bubble', on: { click: select } },
    heading(message, view, own), quote(message, view),
    message.media && mediaOf(message.media),
    text && el('div', { class: 'text' }, formatted(text, message.entities, view.act.command)),
    meta(message), message.edits.length ? history(message) : null);
}

function heading(message, view, own) {
  const topic = message.topic && view.topicName(message.topic);
  const name = view.isGroup && !own && !view.joined ? el('span', { class: `sender ${tint(message.from.id)}` }, message.from.name) : null;
  const forwarded = message.forwarded_from && el('span', { class: 'forwarded' }, `转发自 ${message.forwarded_from}`);
  return name || topic || forwarded ? el('div', { class: 'heading' }, name, topic && el('span', { class: 'topic-mark' }, `# ${topic}`), forwarded) : null;
}

function quote(message, view) {
  if (!message.reply_to) return null;
  const replied = view.find(message.reply_to);
  const gone = !replied || replied.deleted;
  const jump = (event) => { event.stopPropagation(); view.act.jump(message.reply_to); };
  return el('button', { type: 'button', class: `quote ${gone ? '' : colour(replied.from)}`, disabled: gone, 'aria-label': '看被回复的消息', on: { click: jump } },
    el('span', { class: 'quote-name' }, gone ? '原消息' : replied.from.name),
    el('span', { class: 'quote-text' }, gone ? '已删除' : preview(replied)));
}

function colour(sender) {
  return sender.is_bot ? 'quote-bot' : tint(sender.id);
}

function meta(message) {
  const instant = Date.parse(message.date);
  return el('span', { class: 'meta' },
    message.protect && el('span', { class: 'protected', role: 'img', title: '禁止转发和保存', 'aria-label': '禁止转发和保存' }, icon('lock')),
    message.edits.length ? el('button', { type: 'button', class: 'edited', 'aria-expanded': 'false', title: '看修改前的内容', on: { click: toggleHistory } }, '已编辑') : null,
    el('time', { datetime: message.date, title: dayAndTime(instant) }, hourMinute(instant)));
}

function toggleHistory(event) {
  event.stopPropagation();
  const list = event.currentTarget.closest('.bubble').querySelector('.history');
  list.hidden = !list.hidden;
  event.currentTarget.setAttribute('aria-expanded', String(!list.hidden));
}

function history(message) {
  const row = (edit) => el('li', {}, el('time', {}, hourMinute(Date.parse(edit.date))), el('span', {}, edit.text || '（无文字）'));
  return el('ol', { class: 'history', hidden: true, 'aria-label': '修改前的内容' }, message.edits.map(row));
}

function keys(message, view) {
  return message.keyboard.length ? inlineKeyboard(message, () => view.person) : null;
}
