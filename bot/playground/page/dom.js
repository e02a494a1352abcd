/** Building elements without markup strings: whatever people wrote only ever becomes text nodes. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element. `props`: `class`, `on` (listeners by event), `data` (dataset), anything else is an attribute;
 * `true` sets an empty attribute, `false`, `null` and `undefined` leave it out. Children: nodes, strings, lists, nothing.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (name === 'data') Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An icon of the sprite in index.html; decoration only, so the element around it carries the label. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** A button that shows only an icon; `label` is what a screen reader says and the tooltip. */
export function iconButton(name, label, act, extra = {}) {
  return el('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label, on: { click: act }, ...extra }, icon(name));
}

const SAFE_LINK = /^(https?|tg|mailto|tel):/i;

/** A link to elsewhere in a new tab; an address that could run as a script becomes plain text. */
export function link(address, props, ...children) {
  if (!SAFE_LINK.test(address ?? '')) return el('span', props, ...children);
  return el('a', { href: address, target: '_blank', rel: 'noopener noreferrer', ...props }, ...children);
}

/** A round sign with the first character of a name, coloured by id. */
export function avatar(id, name, isBot = false) {
  const sign = isBot ? '顶' : Array.from(name || '?')[0];
  return el('span', { class: `avatar ${isBot ? 'avatar-bot' : tint(id)}`, 'aria-hidden': 'true' }, sign);
}

/** The colour class of a person or chat: the same id always has the same colour. */
export function tint(id) {
  return `tint-${Math.abs(Number(id)) % 6}`;
}

/** A number of unread messages, or nothing. */
export function badge(count) {
  if (!count) return null;
  return el('span', { class: 'badge', 'aria-label': `${count} 条未读` }, count > 99 ? '99+' : String(count));
}
