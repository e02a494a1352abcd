/** What the page knows: people, chats, the messages of the chats it has looked at, and what each person has read. */

import { get } from './api.js';

const EAGER_CHATS = 60; // off-screen chats read per round, the latest first; a load test has thousands

/** Fires `chats` (people, chats or unread counts changed) and `chat` (detail: chat id, changed messages). */
export class Store extends EventTarget {
  constructor() {
    super();
    this.seq = 0;
    this.botName = '';
    this.people = new Map();
    this.chats = new Map();
    this.messages = new Map(); // chat id → Map of message id → message, in order of arrival
    this.loaded = new Map(); // chat id → change counter up to which its messages are known
    this.watched = new Map(); // chat id → number of columns showing it
    this.read = new Map(); // "person:chat" → last message id that person saw
    this.looked = new Map(); // chat id → last message id that anybody at this page saw
    this.first = new Map(); // chat id → last message id when the page opened; earlier ones count as read
  }

  /** Read people, chats and messages for the first time. */
  async start() {
    await this.refresh();
    for (const [id] of this.chats) this.first.set(id, this.lastId(id));
  }

  /** Read what has changed since the last time. */
  async refresh() {
    const [people, chats] = await Promise.all([get('people'), get('chats')]);
    this.botName = people.bot.name;
    this.seq = chats.seq;
    this.people = new Map(people.people.map((person) => [person.id, person]));
    this.chats = new Map(chats.chats.map((chat) => [chat.id, chat]));
    await Promise.all(this.stale().map((chat) => this.load(chat.id)));
    this.dispatchEvent(new Event('chats'));
  }

  stale() {
    const changed = [...this.chats.values()].filter((chat) => chat.messages && chat.seq > (this.loaded.get(chat.id) ?? -1));
    const shown = changed.filter((chat) => this.watched.has(chat.id));
    const rest = changed.filter((chat) => !this.watched.has(chat.id)).sort((a, b) => b.seq - a.seq);
    return [...shown, ...rest.slice(0, EAGER_CHATS)];
  }

  async load(id) {
    const known = this.loaded.get(id) ?? 0;
    const news = await get(`chats/${id}/messages?after=${known}`);
    const all = this.messages.get(id) ?? new Map();
    for (const message of news.messages) all.set(message.message_id, message);
    this.messages.set(id, inOrder(all));
    this.loaded.set(id, Math.max(known, news.seq));
    if (news.messages.length) this.dispatchEvent(new CustomEvent('chat', { detail: { id, changed: news.messages } }));
  }

  /** Keep the chat up to date while a column shows it; returns the way to stop. */
  watch(id) {
    this.watched.set(id, (this.watched.get(id) ?? 0) + 1);
    const ready = this.loaded.has(id) ? Promise.resolve() : this.load(id);
    const stop = () => {
      const left = this.watched.get(id) - 1;
      if (left) this.watched.set(id, left);
      else this.watched.delete(id);
    };
    return { ready, stop };
  }

  /** All known messages of a chat, oldest first. */
  of(id) {
    return [...(this.messages.get(id)?.values() ?? [])];
  }

  lastId(id) {
    return this.of(id).at(-1)?.message_id ?? 0;
  }

  /** The person has seen everything in the chat. */
  markRead(person, chat) {
    const key = `${person}:${chat}`;
    const last = this.lastId(chat);
    if (this.read.get(key) === last) return;
    const before = this.unread(person, chat) + this.unseen(chat).length;
    this.read.set(key, last);
    this.looked.set(chat, last);
    if (before) this.dispatchEvent(new Event('chats'));
  }

  /** How many messages of others the person has not seen. */
  unread(person, chat) {
    const seen = Math.max(this.read.get(`${person}:${chat}`) ?? 0, this.first.get(chat) ?? 0);
    const isNew = (message) => message.message_id > seen && message.from?.id !== person && !message.deleted && !message.service;
    return this.of(chat).filter(isNew).length;
  }

  /** The bot's messages in a chat that nobody at this page has looked at. */
  unseen(chat) {
    const seen = Math.max(this.looked.get(chat) ?? 0, this.first.get(chat) ?? 0);
    return this.of(chat).filter((message) => message.message_id > seen && message.from?.is_bot && !message.deleted && !message.service);
  }

  /** Who would act in a chat: its owner in private; a supervisor where they meet; else the first plain member. */
  speaker(chat) {
    if (chat.type === 'private') return chat.id;
    const people = chat.members.filter((id) => this.people.has(id)).sort((a, b) => a - b);
    const above = /督/.test(chat.title) && people.find((id) => this.people.get(id).role.includes('督'));
    return above || (people.find((id) => !chat.admins.includes(id)) ?? people[0]);
  }

  /** The chats of a person: the private one first, then the groups they are in. */
  chatsOf(person) {
    return [...this.chats.values()].filter((chat) => !chat.migrated_to && this.isIn(person, chat));
  }

  /** Whether the person is in the chat. */
  isIn(person, chat) {
    return chat.type === 'private' ? chat.id === person : (chat.members ?? []).some((id) => id === person);
  }
}

function inOrder(messages) {
  const ids = [...messages.keys()];
  if (ids.every((id, index) => index === 0 || ids[index - 1] < id)) return messages;
  return new Map([...messages].sort(([a], [b]) => a - b));
}
