/** The playground page: three columns on a wide screen, one with a switcher on a narrow one. */

import { Clock } from './clock.js';
import { Column } from './column.js';
import { badge, el } from './dom.js';
import { live } from './live.js';
import { News } from './news.js';
import { Store } from './store.js';
import { complain } from './toast.js';

const NAMES = ['左栏', '中栏', '右栏'];

const store = new Store();
const clock = new Clock();
const columns = NAMES.map((name) => new Column(store, name, onPick));
const main = document.getElementById('columns');
const switcher = document.getElementById('switcher');
const news = new News(store, (chat) => columns.some((column) => column.chat === chat), openChat);

start().catch((error) => {
  complain(error);
  setTimeout(() => location.reload(), 4_000);
});

async function start() {
  await Promise.all([store.start(), clock.refresh()]);
  main.replaceChildren(...columns.map((column) => column.root));
  const wanted = picks();
  showOnly(0);
  await Promise.all(columns.map((column, index) => column.go(...wanted[index])));
  store.addEventListener('chats', later(refreshColumns));
  store.addEventListener('chat', ({ detail }) => columns.forEach((column) => column.take(detail.id, detail.changed)));
  document.addEventListener('visibilitychange', () => columns.forEach((column) => column.seen()));
  document.body.dataset.ready = 'yes';
  const askTime = later(() => clock.refresh(), 700);
  live(store.seq, () => { askTime(); return store.refresh(); }, showLine);
}

/** Person and chat of each column: from the address (`#1001@1001,1002@-2001,…`), else a telling choice. */
function picks() {
  const fallback = defaults();
  const given = location.hash.slice(1).split(',').map((pair) => pair.split('@').map(Number));
  return fallback.map((pair, index) => {
    const [person, chat] = given[index] ?? [];
    return store.people.has(person) && store.chats.has(chat) ? [person, chat] : pair;
  });
}

/** An entrepreneur's private chat, a department's group, the supervisors' group. */
function defaults() {
  const people = [...store.people.values()];
  const groups = [...store.chats.values()].filter((chat) => chat.type !== 'private');
  const entrepreneur = people.find((person) => person.role.includes('企业')) ?? people[0];
  const above = groups.find(isAbove);
  const lively = groups.filter((chat) => chat !== above).sort((a, b) => Boolean(b.messages) * b.seq - Boolean(a.messages) * a.seq);
  const inGroup = (chat, index) => (chat && store.speaker(chat) ? [store.speaker(chat), chat.id] : alone(people[index] ?? people[0]));
  return [alone(entrepreneur), inGroup(lively[0], 1), inGroup(above ?? lively[1], 2)];
}

function alone(person) {
  return [person.id, person.id];
}

/** Whether a chat belongs to those who watch over the departments. */
function isAbove(chat) {
  return /督/.test(chat.title);
}

/** Show a chat in the column where one expects it. */
function openChat(id) {
  const chat = store.chats.get(id);
  const role = chat.type === 'private' ? store.people.get(id)?.role ?? '' : chat.title;
  const index = role.includes('企业') ? 0 : role.includes('督') ? 2 : 1;
  columns[index].go(store.speaker(chat), id);
  showOnly(index);
}

function onPick() {
  history.replaceState(null, '', `#${columns.map((column) => `${column.person}@${column.chat}`).join(',')}`);
  drawSwitcher();
  news.refresh();
}

function refreshColumns() {
  columns.forEach((column) => column.refresh());
  drawSwitcher();
  news.refresh();
}

function drawSwitcher() {
  const tab = (column, index) => el('button', {
    type: 'button', class: 'tab', 'aria-pressed': String(column.root.classList.contains('current')), on: { click: () => showOnly(index) },
  }, el('span', { class: 'tab-text' }, el('span', { class: 'tab-title' }, column.heading), el('span', { class: 'tab-note' }, column.who)), badge(column.unread()));
  const focused = [...switcher.children].indexOf(document.activeElement);
  switcher.replaceChildren(...columns.map(tab));
  switcher.children[focused]?.focus();
}

/** On a narrow screen only this column is seen. */
function showOnly(index) {
  columns.forEach((column, other) => column.root.classList.toggle('current', other === index));
  columns[index].timeline.toEnd();
  drawSwitcher();
}

function showLine(up) {
  document.getElementById('offline').hidden = up;
}

/** Run `act` once, a moment after the last of several calls. */
function later(act, pause = 30) {
  let timer = null;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, pause);
  };
}
