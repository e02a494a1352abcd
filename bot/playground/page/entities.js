/** Formatted text: Bot API entities (offsets in UTF-16 units, as JavaScript strings count) become elements. */

import { el, link } from './dom.js';

const TAGS = { bold: 'strong', italic: 'em', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre' };

/** Nodes for `text`. `onCommand` is called with a /command when it is clicked. */
export function formatted(text, entities, onCommand) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return pieces(text, 0, text.length, sorted, onCommand);
}

function pieces(text, start, end, entities, onCommand) {
  const nodes = [];
  let at = start;
  let next = 0;
  while (next < entities.length) {
    const entity = entities[next];
    const from = Math.max(at, entity.offset);
    const to = Math.min(end, entity.offset + entity.length);
    const inside = [];
    for (next += 1; next < entities.length && entities[next].offset < to; next += 1) inside.push(entities[next]);
    if (to <= from) continue;
    if (from > at) nodes.push(text.slice(at, from));
    nodes.push(wrapped(entity, text.slice(from, to), pieces(text, from, to, inside, onCommand), onCommand));
    at = to;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function wrapped(entity, plain, children, onCommand) {
  const { type } = entity;
  if (type in TAGS) return el(TAGS[type], {}, children);
  if (type === 'blockquote' || type === 'expandable_blockquote') return el('blockquote', {}, children);
  if (type === 'spoiler') return spoiler(children);
  if (type === 'bot_command') return command(plain, onCommand);
  const address = linkOf(entity, plain);
  if (address) return link(address, {}, children);
  return el('span', { class: `entity-${type}` }, children);
}

function linkOf(entity, plain) {
  if (entity.type === 'text_link') return entity.url;
  if (entity.type === 'url') return plain.includes('://') ? plain : `https://${plain}`;
  if (entity.type === 'email') return `mailto:${plain}`;
  if (entity.type === 'phone_number') return `tel:${plain}`;
  return null;
}

function spoiler(children) {
  const reveal = (event) => { event.stopPropagation(); event.currentTarget.classList.add('open'); };
  return el('button', { type: 'button', class: 'spoiler', 'aria-label': '显示被遮住的内容', on: { click: reveal } }, children);
}

function command(plain, onCommand) {
  const send = (event) => { event.stopPropagation(); onCommand?.(plain); };
  return el('button', { type: 'button', class: 'command', title: `发送 ${plain}`, on: { click: send } }, plain);
}
