/** Where a person writes: text, attachments, replies, edits, and the reply keyboard of the chat. */

import { post } from './api.js';
import { attachMenu, readFiles } from './attach.js';
import { el, icon, iconButton } from './dom.js';
import { openReplyKeyboard, replyKeyboard } from './keyboard.js';
import { preview } from './message.js';
import { complain } from './toast.js';

const LONGEST = 4096; // UTF-16 units, as Telegram counts
const TALLEST = 140; // pixels

/** `place()` gives `{user, chat, topic}`; `lastOwn()` the person's latest message that can be edited. */
export class Composer {
  constructor(place, lastOwn) {
    this.place = place;
    this.lastOwn = lastOwn;
    this.reply = null;
    this.edit = null;
    this.files = [];
    this.bar = el('div', { class: 'bar', hidden: true });
    this.tray = el('div', { class: 'tray', hidden: true });
    this.text = this.makeText();
    this.send = el('button', { type: 'submit', class: 'send', 'aria-label': '发送', title: '发送（Enter）' }, icon('send'));
    this.keysToggle = iconButton('keys', '收起或展开快捷按钮', () => this.toggleKeys(), { hidden: true });
    this.attach = attachMenu((files) => this.addFiles(files), (what) => this.say(what));
    this.keys = el('div', { class: 'reply-keys', role: 'group', 'aria-label': '快捷按钮', hidden: true });
    const form = el('form', { class: 'write', on: { submit: (event) => { event.preventDefault(); this.submit(); } } }, this.attach, this.text, this.keysToggle, this.send);
    this.root = el('div', { class: 'composer' }, this.bar, this.tray, form, this.keys);
  }

  makeText() {
    return el('textarea', {
      rows: 1, maxlength: LONGEST, placeholder: '写消息', 'aria-label': '写消息', enterkeyhint: 'send',
      on: { input: () => this.grow(), keydown: (event) => this.key(event), paste: (event) => this.paste(event) },
    });
  }

  /** Forget what was begun; for another person or chat. */
  reset() {
    this.text.value = '';
    this.clear();
    this.keysKey = null;
  }

  clear() {
    for (const file of this.files) if (file.url) URL.revokeObjectURL(file.url);
    [this.reply, this.edit, this.files] = [null, null, []];
    this.showBar();
    this.showTray();
    this.grow();
  }

  grow() {
    this.text.style.height = 'auto';
    if (!this.text.value || !this.text.offsetParent) return; // one line; out of sight nothing can be measured
    this.text.style.height = `${Math.min(this.text.scrollHeight, TALLEST)}px`;
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229) return; // an input method is choosing characters
    if (event.key === 'Enter' && !event.shiftKey) this.submit();
    else if (event.key === 'Escape' && (this.reply || this.edit)) this.clear();
    else if (event.key === 'ArrowUp' && !this.text.value && this.lastOwn()) this.startEdit(this.lastOwn());
    else return;
    event.preventDefault();
  }

  paste(event) {
    const images = [...event.clipboardData.files].filter((file) => file.type.startsWith('image/'));
    if (!images.length) return;
    event.preventDefault();
    readFiles('photo', images).then((files) => this.addFiles(files), complain);
  }

  /** Answer this message; an own one can be edited instead. */
  startReply(message) {
    this.edit = null;
    this.reply = message;
    this.showBar();
    this.text.focus();
  }

  startEdit(message) {
    this.clear();
    this.edit = message;
    this.text.value = message.text ?? message.caption ?? '';
    this.showBar();
    this.grow();
    this.text.focus();
  }

  showBar() {
    const message = this.edit ?? this.reply;
    this.bar.hidden = !message;
    if (!message) return;
    const canEdit = !this.edit && message.from.id === this.place().user && (message.text || message.caption);
    const cancel = () => { if (this.edit) this.text.value = ''; this.clear(); this.text.focus(); };
    this.bar.replaceChildren(icon(this.edit ? 'pen' : 'reply'), el('div', { class: 'bar-text' },
      el('span', { class: 'bar-title' }, this.edit ? '修改消息' : `回复 ${message.from.name}`), el('span', { class: 'bar-note' }, preview(message))),
    canEdit ? el('button', { type: 'button', class: 'plain-button', on: { click: () => this.startEdit(message) } }, '改为修改') : '',
    iconButton('close', '取消', cancel));
  }

  addFiles(files) {
    this.files.push(...files);
    this.showTray();
    this.text.focus();
  }

  showTray() {
    this.tray.hidden = !this.files.length;
    this.text.placeholder = this.files.length ? '加一句说明（可不写）' : '写消息';
    this.tray.replaceChildren(...this.files.map((file) => this.trayItem(file)));
  }

  trayItem(file) {
    const drop = () => { this.files = this.files.filter((other) => other !== file); this.showTray(); };
    const face = file.url ? el('img', { src: file.url, alt: '' }) : icon('file');
    return el('div', { class: 'tray-item' }, face, el('span', {}, file.name), iconButton('close', `去掉 ${file.name}`, drop));
  }

  /** The reply keyboard that is open now. */
  showKeys(messages) {
    const rows = openReplyKeyboard(messages);
    const key = JSON.stringify(rows);
    if (key === this.keysKey) return;
    this.keysKey = key;
    this.keysToggle.hidden = this.keys.hidden = !rows;
    this.keys.replaceChildren(...(rows ? replyKeyboard(rows, (text) => this.press(text)) : []));
  }

  toggleKeys() {
    this.keys.hidden = !this.keys.hidden;
  }

  press(text) {
    const { user, chat } = this.place();
    return this.guarded(() => post('press', { user, chat, text }));
  }

  async submit() {
    const text = this.text.value.trim();
    if (this.send.disabled || (!text && !this.files.length)) return;
    const done = await this.guarded(() => (this.edit ? this.sendEdit(text) : this.sendNew(text)));
    if (!done) return;
    this.text.value = '';
    this.clear();
  }

  sendEdit(text) {
    const { user, chat } = this.place();
    return post('edit', { user, chat, message_id: this.edit.message_id, text });
  }

  async sendNew(text) {
    const base = { ...this.place(), reply_to: this.reply?.message_id };
    if (!this.files.length) return post('say', { ...base, text });
    const group = this.files.length > 1 ? { media_group: String(Date.now()) } : {};
    for (const [index, { kind, name, mime, size, b64 }] of this.files.entries()) {
      // One after the other: an album keeps its order, and the caption belongs to its first picture.
      await post('say', { ...base, ...group, [kind]: { name, mime, size, b64 }, caption: index ? '' : text });
    }
    return true;
  }

  /** Say something at once: fields of a say request. */
  async say(what) {
    const reply = this.reply?.message_id;
    if (await this.guarded(() => post('say', { ...this.place(), reply_to: reply, ...what })) && !this.text.value) this.clear();
  }

  async guarded(act) {
    this.send.disabled = true;
    try {
      return await act();
    } catch (error) {
      complain(error);
      return null;
    } finally {
      this.send.disabled = false;
    }
  }
}
