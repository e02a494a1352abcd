/** The list of messages of one column: drawn once, then only what changed; sticks to the end while one is at the end. */

import { el, icon } from './dom.js';
import { messageNode } from './message.js';
import { dayName, sameDay } from './time.js';

const WINDOW = 200; // messages drawn at first; earlier ones on request
const NEAR_END = 80; // pixels
const JOIN_MS = 10 * 60_000; // messages of one sender within this time hang together

/** `view` as for messageNode, without `joined` and `find`, plus `act.seen` (called when the end is in sight). */
export class Timeline {
  constructor(view) {
    this.view = view;
    this.messages = new Map();
    this.nodes = new Map();
    this.size = WINDOW;
    this.list = el('div', { class: 'list', role: 'log', 'aria-label': '消息', tabindex: '0', on: { keydown: (event) => this.key(event) } });
    this.down = el('button', { type: 'button', class: 'to-end', hidden: true, 'aria-label': '到最新消息', on: { click: () => this.toEnd('smooth') } }, icon('down'), el('span', {}));
    this.scroll = el('div', { class: 'scroll', on: { scroll: () => this.scrolled() } }, this.list);
    this.root = el('div', { class: 'timeline' }, this.scroll, this.down);
    new ResizeObserver(() => { if (this.atEnd) this.toEnd(); }).observe(this.scroll);
    new ResizeObserver(() => { if (this.atEnd) this.toEnd(); }).observe(this.list);
    this.atEnd = true;
    this.top = 0;
    this.fresh = 0;
  }

  /** Show a chat from its end. */
  show(messages, placeholder) {
    this.size = WINDOW;
    this.placeholder = placeholder;
    this.messages = new Map(messages.map((message) => [message.message_id, message]));
    this.nodes.clear();
    this.draw();
    this.fresh = 0;
    this.toEnd();
  }

  /** Take in new and changed messages. */
  update(changed) {
    this.scrolled(); // the scroll event may not have come yet
    const news = changed.filter((message) => !this.messages.has(message.message_id));
    const { atEnd } = this;
    for (const message of changed) this.messages.set(message.message_id, message);
    for (const message of changed) this.forget(message.message_id);
    this.draw();
    if (atEnd || news.some((message) => message.from.id === this.view.person && !message.service)) this.toEnd();
    else this.fresh += news.length;
    this.scrolled();
  }

  /** Redraw a message, and those that quote it. */
  forget(id) {
    this.nodes.delete(id);
    for (const message of this.messages.values()) if (message.reply_to === id) this.nodes.delete(message.message_id);
  }

  draw() {
    const all = [...this.messages.values()].filter((message) => this.view.shows(message));
    const shown = all.slice(-this.size);
    const children = all.length > shown.length ? [this.earlier(all.length - shown.length)] : [];
    if (!all.length && this.placeholder) children.push(this.placeholder());
    shown.forEach((message, index) => {
      const before = shown[index - 1];
      if (!before || !sameDay(Date.parse(before.date), Date.parse(message.date))) children.push(this.day(message));
      children.push(this.node(message, joins(before, message)));
    });
    reconcile(this.list, children);
  }

  day(message) {
    const name = dayName(Date.parse(message.date));
    const key = `day ${name} ${message.message_id}`;
    if (!this.nodes.has(key)) this.nodes.set(key, el('div', { class: 'day' }, el('span', {}, name)));
    return this.nodes.get(key);
  }

  node(message, joined) {
    const known = this.nodes.get(message.message_id);
    if (known?.classList.contains('joined') === joined || known?.classList.contains('service')) return known;
    const find = (id) => this.messages.get(id);
    const node = messageNode(message, { ...this.view, joined, find });
    this.nodes.set(message.message_id, node);
    return node;
  }

  earlier(count) {
    const more = () => {
      const bottom = this.scroll.scrollHeight - this.scroll.scrollTop;
      this.size += WINDOW;
      this.draw();
      this.scroll.scrollTop = this.scroll.scrollHeight - bottom;
    };
    return el('button', { type: 'button', class: 'plain-button earlier', on: { click: more } }, `更早的 ${count} 条消息`);
  }

  toEnd(behavior = 'instant') {
    this.scroll.scrollTo({ top: this.scroll.scrollHeight, behavior });
    this.atEnd = true;
    this.scrolled();
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroll;
    const { top, shape } = this;
    [this.top, this.shape] = [scrollTop, `${scrollHeight} ${clientHeight}`];
    // A photo or the font that arrives moves things, too; only a move without a change of size is the reader's.
    const wentUp = scrollTop < top && this.shape === shape;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END || (this.atEnd && !wentUp);
    if (this.atEnd) {
      this.fresh = 0;
      this.view.act.seen();
    }
    this.down.hidden = this.atEnd;
    this.down.lastChild.textContent = this.fresh ? `${this.fresh} 条新消息` : '';
  }

  /** Bring a message into sight and mark it for a moment. */
  jump(id) {
    const node = this.nodes.get(id);
    if (!node?.isConnected) return;
    node.scrollIntoView({ block: 'center', behavior: 'smooth' });
    node.classList.add('found');
    setTimeout(() => node.classList.remove('found'), 1600);
  }

  key(event) {
    const here = event.target.closest?.('.message');
    if (event.key === 'Enter' && here === event.target) this.view.act.select(this.messages.get(Number(here.dataset.id)));
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') this.step(here, event.key === 'ArrowUp' ? -1 : 1);
    else return;
    event.preventDefault();
  }

  step(here, way) {
    const all = [...this.list.querySelectorAll('.message')];
    const next = here ? all[all.indexOf(here) + way] : all.at(-1);
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: 'nearest' });
  }
}

function joins(before, message) {
  return Boolean(before) && !before.service && before.from.id === message.from.id && before.topic === message.topic
    && Date.parse(message.date) - Date.parse(before.date) < JOIN_MS && sameDay(Date.parse(before.date), Date.parse(message.date));
}

/** Make `children` the children of `parent`, moving as few nodes as possible (keeps focus and scroll position). */
function reconcile(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  children.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}
