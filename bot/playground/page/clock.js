/** The top bar's clock: what time it is in the playground, moving it on, and what the bot will do next. */

import { get, post } from './api.js';
import { el } from './dom.js';
import { bindPopup, closePopup } from './popup.js';
import { dayAndTime, fullDate, hourMinuteSecond, nextWorkday, untilWords } from './time.js';
import { complain } from './toast.js';

const REFRESH_MS = 30_000;

/** Binds the elements of the top bar in index.html. */
export class Clock {
  constructor() {
    this.byId = (id) => document.getElementById(id);
    this.shown = { at: 0, since: 0, speed: 0 };
    this.upcoming = [];
    this.buttons = [...document.querySelectorAll('[data-move]')];
    for (const button of this.buttons) button.addEventListener('click', () => this.move(this.wanted(button.dataset.move)));
    bindPopup(this.byId('next'), this.byId('next-panel'), () => this.opened());
    setInterval(() => this.tick(), 250);
    setInterval(() => this.refresh(), REFRESH_MS);
  }

  /** Playground milliseconds now, counted on from the last answer. */
  now() {
    return this.shown.at + (performance.now() - this.shown.since) * this.shown.speed;
  }

  wanted(move) {
    if (move === 'workday') return { to: new Date(nextWorkday(this.now())).toISOString() };
    return { advance: Number(move) };
  }

  async refresh() {
    await get('clock').then((answer) => this.take(answer), () => this.tick()); // an outage is shown elsewhere
  }

  take(answer) {
    this.shown = { at: Date.parse(answer.now), since: performance.now(), speed: answer.frozen ? 0 : answer.speed ?? 1 };
    this.upcoming = answer.upcoming ?? [];
    this.byId('clock').classList.toggle('frozen', answer.frozen);
    this.byId('next-count').textContent = this.upcoming.length || '';
    this.tick();
    if (!this.byId('next-panel').hidden) this.fill();
  }

  tick() {
    if (!this.shown.at) return;
    const now = this.now();
    const [date, time] = [fullDate(now), hourMinuteSecond(now)];
    if (this.byId('clock-date').textContent !== date) this.byId('clock-date').textContent = date;
    if (this.byId('clock-time').textContent !== time) this.byId('clock-time').textContent = time;
  }

  async move(what) {
    this.busy(true);
    try {
      this.take(await post('clock', what));
    } catch (error) {
      complain(error);
    } finally {
      this.busy(false);
    }
  }

  busy(on) {
    for (const button of this.buttons) button.disabled = on;
    this.byId('clock').ariaBusy = String(on);
  }

  opened() {
    this.fill();
    this.byId('next-panel').focus();
    this.refresh();
  }

  fill() {
    const rows = this.upcoming.map((entry) => this.row(entry));
    const none = el('p', { class: 'next-none' }, '眼下没有安排。有新的事项后，这里会列出提醒和到期时间。');
    this.byId('next-panel').replaceChildren(el('h2', {}, '接下来'), rows.length ? el('ol', { class: 'next-list' }, rows) : none);
  }

  row({ at, what }) {
    const instant = Date.parse(at);
    const go = () => { closePopup(); this.move({ to: new Date(Math.max(instant, this.now())).toISOString() }); };
    return el('li', {}, el('div', { class: 'next-text' }, el('span', { class: 'next-what' }, what),
      el('span', { class: 'next-at' }, `${dayAndTime(instant)}　${untilWords(instant, this.now())}`)),
    el('button', { type: 'button', class: 'plain-button', 'aria-label': `拨到：${what}`, on: { click: go } }, '拨到'));
  }
}
