/** One column: who looks, at which chat, its messages and the composer. */

import { post } from './api.js';
import { menuItem, moveInMenu } from './attach.js';
import { chatChoices, chatTitle, personChoices } from './choices.js';
import { Composer } from './composer.js';
import { avatar, el, icon } from './dom.js';
import { Picker } from './picker.js';
import { bindPopup } from './popup.js';
import { Timeline } from './timeline.js';
import { complain } from './toast.js';

/** `onPick` is called after another person or chat was chosen. */
export class Column {
  constructor(store, name, onPick) {
    this.store = store;
    this.onPick = onPick;
    this.person = null;
    this.chat = null;
    this.topic = null;
    this.people = new Picker('身份', 'picker-person', (id) => this.go(id, this.nextChat(id)));
    this.chatPicker = new Picker('会话', 'picker-chat', (id) => this.go(this.person, id));
    this.sign = el('div', { class: 'head-sign' });
    this.menu = el('div', { class: 'panel menu-panel menu-right', role: 'menu', 'aria-label': '更多', on: { keydown: moveInMenu } });
    this.timeline = new Timeline(this.makeView());
    this.composer = new Composer(() => this.place(), () => this.lastOwn());
    this.topics = el('div', { class: 'topics', role: 'group', 'aria-label': '话题', hidden: true });
    this.stop = el('div', { class: 'stop', hidden: true });
    this.root = el('section', { class: 'column', 'aria-label': name }, this.head(), this.topics, this.timeline.root, this.stop, this.composer.root);
  }

  head() {
    const more = el('button', { type: 'button', class: 'icon-button', 'aria-label': '更多', title: '更多', 'aria-haspopup': 'menu' }, icon('more'));
    bindPopup(more, this.menu, () => { this.fillMenu(); this.menu.firstChild?.focus(); });
    return el('header', { class: 'head' }, this.sign, el('div', { class: 'head-text' }, this.chatPicker.root, this.people.root),
      el('div', { class: 'attach' }, more, this.menu));
  }

  makeView() {
    const column = this;
    return {
      get person() { return column.person; },
      get isGroup() { return column.info?.type !== 'private'; },
      shows: (message) => this.topic === null || message.topic === this.topic,
      topicName: (id) => (this.topic === null ? this.info?.topics?.find((topic) => topic.id === id)?.name : null),
      act: {
        select: (message) => { if (this.canWrite) this.composer.startReply(message); },
        jump: (id) => this.timeline.jump(id),
        command: (text) => { if (this.canWrite) this.composer.say({ text }); },
        seen: () => this.seen(),
      },
    };
  }

  get info() {
    return this.store.chats.get(this.chat);
  }

  get canWrite() {
    return this.stop.hidden;
  }

  place() {
    return { user: this.person, chat: this.chat, topic: this.topic ?? undefined };
  }

  lastOwn() {
    return this.store.of(this.chat).findLast((message) => message.from.id === this.person && !message.deleted && (message.text || message.caption));
  }

  /** Unread messages of this column's person in all their chats, or only in the other ones. */
  unread(others = false) {
    const chats = this.store.chatsOf(this.person).filter((chat) => !others || chat.id !== this.chat);
    return chats.reduce((sum, chat) => sum + this.store.unread(this.person, chat.id), 0);
  }

  nextChat(person) {
    if (this.info?.type !== 'private' && this.store.isIn(person, this.info)) return this.chat;
    return person;
  }

  /** Look as `person` at `chat`. */
  async go(person, chat) {
    const [from, to] = [this.chat, this.store.chats.get(chat)?.migrated_to ?? chat];
    if (person !== this.person || to !== from) this.composer.reset();
    Object.assign(this, { person, chat: to, topic: null });
    this.unwatch?.();
    const { ready, stop } = this.store.watch(to);
    this.unwatch = stop;
    await ready.catch(complain);
    if (this.chat !== to || this.person !== person) return;
    this.refresh();
    this.showAll();
    this.onPick();
  }

  showAll() {
    const messages = this.store.of(this.chat);
    this.timeline.show(messages, () => this.empty());
    this.composer.showKeys(messages);
    this.seen();
  }

  /** New and changed messages of a chat. */
  take(id, changed) {
    if (id !== this.chat) return;
    this.timeline.update(changed);
    this.composer.showKeys(this.store.of(id));
  }

  seen() {
    if (this.chat && !document.hidden && this.root.offsetParent) this.store.markRead(this.person, this.chat);
  }

  /** Names, badges, rights and topics may have changed. */
  refresh() {
    if (this.info?.migrated_to) return void this.go(this.person, this.info.migrated_to);
    this.people.show(personChoices(this.store), this.person);
    this.chatPicker.show(chatChoices(this.store, this.person), this.chat);
    this.sign.replaceChildren(avatar(this.chat, this.heading, this.info?.type === 'private'));
    this.showOthers(this.unread(true));
    this.showTopics();
    this.showStop();
  }

  showOthers(count) {
    this.chatPicker.button.classList.toggle('has-news', count > 0);
    this.chatPicker.button.dataset.news = count > 99 ? '99+' : count || '';
  }

  /** The chat's name, and who looks at it: for the switcher. */
  get heading() {
    return this.info ? chatTitle(this.store, this.info) : '';
  }

  get who() {
    return this.store.people.get(this.person)?.name ?? '';
  }

  showTopics() {
    const topics = this.info?.topics ?? [];
    this.topics.hidden = !topics.length;
    const tab = (id, name) => el('button', { type: 'button', class: 'topic', 'aria-pressed': String(this.topic === id), on: { click: () => { this.topic = id; this.showTopics(); this.showAll(); } } }, name);
    this.topics.replaceChildren(tab(null, '全部'), ...topics.map((topic) => tab(topic.id, topic.closed ? `${topic.name}（已关闭）` : topic.name)));
  }

  showStop() {
    const reason = this.reason();
    this.stop.hidden = !reason;
    this.composer.root.hidden = Boolean(reason);
    if (!reason) return;
    const button = ([label, act]) => el('button', { type: 'button', class: 'plain-button framed', on: { click: act } }, label);
    this.stop.replaceChildren(el('span', {}, reason.text), ...reason.ways.map(button));
  }

  /** Why the person cannot write here, and the ways out; null when they can. */
  reason() {
    const person = this.store.people.get(this.person);
    if (!person || !this.info) return null;
    if (person.deactivated) return { text: '这个账号已注销，请换一个人。', ways: [] };
    if (this.info.type === 'private') return person.blocked ? { text: '已拉黑机器人，收不到它的消息。', ways: [['解除拉黑', () => this.tell('unblock')]] } : null;
    return this.store.isIn(this.person, this.info) ? null : { text: `${person.name}不在这个群里，只能看。`, ways: this.waysIn() };
  }

  waysIn() {
    const member = this.store.people.get(this.store.speaker(this.info));
    const change = member && [`换成${member.name}`, () => this.go(member.id, this.chat)];
    return [change, ['加入', () => this.tell('join')]].filter(Boolean);
  }

  tell(path) {
    return post(path, { user: this.person, chat: this.chat }).catch(complain);
  }

  fillMenu() {
    const items = this.info?.type === 'private'
      ? [this.reason() ? menuItem('person', '解除拉黑', () => this.tell('unblock')) : menuItem('block', '拉黑机器人', () => this.tell('block'))]
      : [this.canWrite ? menuItem('leave', '退出这个群', () => this.tell('leave')) : menuItem('person', '加入这个群', () => this.tell('join'))];
    this.menu.replaceChildren(...items);
  }

  empty() {
    if (this.info?.type !== 'private') return el('p', { class: 'empty' }, '这个群里还没有消息。');
    const start = () => this.composer.say({ text: '/start' });
    return el('div', { class: 'empty' }, avatar(0, '', true), el('p', {}, '还没有和机器人说过话。'), el('button', { type: 'button', class: 'main-button', on: { click: start } }, '开始'));
  }
}
