/** Things to send besides text: files read from the device, and dialogs for voice, place and business card. */

import { el, icon } from './dom.js';
import { bindPopup, closePopup } from './popup.js';
import { ask, complain } from './toast.js';

const MOST_BYTES = 20 * 1024 * 1024;

/**
 * The attach button with its menu. `onFiles(files)` gets `{kind, name, mime, size, b64, url}` to preview;
 * `onSend(what)` gets fields of a say request that go out at once.
 */
export function attachMenu(onFiles, onSend) {
  const choose = (kind, accept) => () => chooseFiles(kind, accept).then(onFiles, complain);
  const entries = [
    ['photo', '照片', choose('photo', 'image/*')],
    ['sample', '示例照片', () => onSend({ photo: true })],
    ['file', '文件', choose('document', '')],
    ['voice', '语音', () => voice().then((what) => what && onSend(what))],
    ['place', '位置', () => place().then((what) => what && onSend(what))],
    ['person', '本人名片', () => onSend({ contact: true })],
  ];
  const panel = el('div', { class: 'panel menu-panel', role: 'menu', 'aria-label': '附件' }, entries.map(([sign, label, act]) => menuItem(sign, label, act)));
  const button = el('button', { type: 'button', class: 'icon-button', 'aria-label': '添加附件', title: '添加附件', 'aria-haspopup': 'menu' }, icon('clip'));
  bindPopup(button, panel, () => panel.firstChild.focus());
  panel.addEventListener('keydown', moveInMenu);
  return el('div', { class: 'attach' }, button, panel);
}

/** One line of a menu. */
export function menuItem(sign, label, act) {
  const run = () => { closePopup(); act(); };
  return el('button', { type: 'button', role: 'menuitem', class: 'menu-item', on: { click: run } }, icon(sign), el('span', {}, label));
}

/** Arrow keys in a menu. */
export function moveInMenu(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const items = [...event.currentTarget.querySelectorAll('.menu-item')];
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  event.preventDefault();
}

function chooseFiles(kind, accept) {
  return new Promise((resolve, reject) => {
    const input = el('input', { type: 'file', accept, multiple: true });
    input.addEventListener('change', () => readFiles(kind, input.files).then(resolve, reject));
    input.click();
  });
}

/** Read files of the device; rejects when one is larger than a bot may fetch. */
export async function readFiles(kind, files) {
  const large = [...files].find((file) => file.size > MOST_BYTES);
  if (large) throw new Error(`“${large.name}”超过 20 MB。请换一个小一些的文件。`);
  return Promise.all([...files].map((file) => readFile(kind, file)));
}

function readFile(kind, file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({
      kind, name: file.name || '照片.png', mime: file.type, size: file.size, b64: reader.result.split(',')[1] ?? '',
      url: kind === 'photo' ? URL.createObjectURL(file) : null,
    });
    reader.onerror = () => reject(new Error(`“${file.name}”读不出来。请另选一个文件。`));
    reader.readAsDataURL(file);
  });
}

async function voice() {
  const given = await ask('发一段语音', [{ label: '时长（秒）', name: 'duration', type: 'number', min: 1, max: 600, value: 6 }]);
  return given && { voice: { duration: Number(given.duration) } };
}

async function place() {
  const number = { type: 'number', step: 'any' };
  const given = await ask('发送位置', [
    { label: '纬度', name: 'latitude', min: -90, max: 90, value: 33, ...number },
    { label: '经度', name: 'longitude', min: -180, max: 180, value: 116, ...number },
  ]);
  return given && { location: { latitude: Number(given.latitude), longitude: Number(given.longitude) } };
}
