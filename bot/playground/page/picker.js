/** A button with a list to choose from: filter by typing, arrow keys, Enter; unread badges beside the entries. */

import { avatar, badge, el, icon } from './dom.js';
import { bindPopup, closePopup } from './popup.js';

let number = 0;

/** One picker. `label` names it for screen readers; `onPick` gets the id of the chosen entry. */
export class Picker {
  constructor(label, className, onPick) {
    this.onPick = onPick;
    this.entries = [];
    this.current = null;
    this.active = 0;
    this.id = `picker-${(number += 1)}`;
    this.face = el('span', { class: 'picker-face' });
    this.button = el('button', { type: 'button', class: 'picker-button', 'aria-haspopup': 'listbox', 'aria-label': label }, this.face, icon('down'));
    this.list = el('ul', { role: 'listbox', id: this.id, 'aria-label': label });
    this.filter = this.makeFilter(label);
    this.panel = el('div', { class: 'panel picker-panel' }, this.filter, this.list);
    this.root = el('div', { class: `picker ${className}` }, this.button, this.panel);
    this.label = label;
    bindPopup(this.button, this.panel, () => this.opened());
  }

  makeFilter(label) {
    return el('input', {
      type: 'search', class: 'picker-filter', placeholder: '输入名字筛选', role: 'combobox', autocomplete: 'off',
      'aria-label': `${label}：筛选`, 'aria-controls': this.id, 'aria-expanded': 'true',
      on: { input: () => { this.active = 0; this.fill(); }, keydown: (event) => this.key(event) },
    });
  }

  /** Entries are `{id, title, note, badge, group}` with perhaps `{sign, isBot, face}`; the face shows the current one. */
  show(entries, current) {
    this.entries = entries;
    this.current = current;
    const chosen = entries.find((entry) => entry.id === current);
    const face = chosen ? (chosen.face ?? chosen.title) : '请选择';
    if (this.face.textContent !== face) this.face.textContent = face;
    this.button.setAttribute('aria-label', `${this.label}：${face}`);
    if (!this.panel.hidden) this.fill();
  }

  opened() {
    this.filter.value = '';
    this.active = Math.max(0, this.entries.findIndex((entry) => entry.id === this.current));
    this.fill();
    this.filter.hidden = this.entries.length < 7;
    (this.filter.hidden ? this.focusableList() : this.filter).focus();
  }

  focusableList() {
    this.list.tabIndex = 0;
    this.list.onkeydown = (event) => this.key(event);
    return this.list;
  }

  fill() {
    const wanted = this.filter.value.trim().toLowerCase();
    this.shown = this.entries.filter((entry) => `${entry.title} ${entry.note ?? ''} ${entry.group}`.toLowerCase().includes(wanted));
    this.list.replaceChildren(...this.rows());
    this.mark();
  }

  rows() {
    if (!this.shown.length) return [el('li', { class: 'picker-none', role: 'presentation' }, '没有找到，换个字试试')];
    let group = null;
    return this.shown.flatMap((entry, index) => {
      const head = entry.group !== group ? el('li', { class: 'picker-group', role: 'presentation' }, entry.group) : null;
      group = entry.group;
      return [head, this.row(entry, index)].filter(Boolean);
    });
  }

  row(entry, index) {
    const chosen = entry.id === this.current;
    return el('li', {
      role: 'option', id: `${this.id}-${index}`, class: 'picker-row', 'aria-selected': String(chosen), data: { id: entry.id },
      on: { click: () => this.pick(entry) },
    }, avatar(entry.id, entry.sign ?? entry.title, entry.isBot), el('span', { class: 'picker-text' },
      el('span', { class: 'picker-title' }, entry.title), entry.note && el('span', { class: 'picker-note' }, entry.note)),
    badge(entry.badge));
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.shown.length) {
      this.active = (this.active + step + this.shown.length) % this.shown.length;
      this.mark();
    } else if (event.key === 'Enter' && this.shown[this.active] && !event.isComposing) this.pick(this.shown[this.active]);
    else return;
    event.preventDefault();
  }

  mark() {
    for (const row of this.list.querySelectorAll('.picker-row')) row.classList.toggle('active', row.id === `${this.id}-${this.active}`);
    for (const owner of [this.filter, this.list]) owner.setAttribute('aria-activedescendant', `${this.id}-${this.active}`);
    this.list.querySelector('.active')?.scrollIntoView({ block: 'nearest' });
  }

  pick(entry) {
    closePopup();
    this.onPick(entry.id);
  }
}
