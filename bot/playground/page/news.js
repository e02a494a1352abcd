/** The bell: chats on no column in which the bot wrote something that nobody has looked at. */

import { avatar, badge, el } from './dom.js';
import { preview } from './message.js';
import { bindPopup, closePopup } from './popup.js';

const MOST = 30;

/** `isShown(chat)` tells whether a column shows the chat; `open(chat)` shows it. */
export class News {
  constructor(store, isShown, open) {
    [this.store, this.isShown, this.open] = [store, isShown, open];
    this.button = document.getElementById('news');
    this.count = document.getElementById('news-count');
    this.panel = document.getElementById('news-panel');
    bindPopup(this.button, this.panel, () => { this.fill(); this.panel.focus(); });
  }

  /** Count anew; the list, too, when it is open. */
  refresh() {
    const total = this.found().length;
    this.count.hidden = !total;
    this.count.textContent = total > 99 ? '99+' : String(total);
    this.button.setAttribute('aria-label', total ? `别处的新消息：${total} 个会话` : '别处的新消息：没有');
    if (!this.panel.hidden) this.fill();
  }

  found() {
    return [...this.store.chats.values()].filter((chat) => !this.isShown(chat.id) && this.store.unseen(chat.id).length).sort((a, b) => b.seq - a.seq);
  }

  fill() {
    const rows = this.found().slice(0, MOST).map((chat) => this.row(chat));
    const none = el('p', { class: 'next-none' }, '眼下没有。机器人在没打开的会话里说了话，这里会列出来。');
    this.panel.replaceChildren(el('h2', {}, '别处的新消息'), ...(rows.length ? rows : [none]));
  }

  row(chat) {
    const unseen = this.store.unseen(chat.id);
    const person = chat.type === 'private' ? this.store.people.get(chat.id) : null;
    const title = person ? `${person.label || person.name}（私聊）` : chat.title;
    const go = () => { closePopup(); this.open(chat.id); };
    return el('button', { type: 'button', class: 'news-item', on: { click: go } }, avatar(chat.id, person?.name ?? chat.title),
      el('span', { class: 'next-text' }, el('span', {}, title), el('span', { class: 'next-at' }, preview(unseen.at(-1)))), badge(unseen.length));
  }
}
