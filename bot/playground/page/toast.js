/** Short notices: answers to button presses, polite errors, and the dialogs that a bot asks to be confirmed. */

import { el, link } from './dom.js';

const SHOWN_MS = 4_200;

function put(className, role, ...content) {
  const toast = el('div', { class: `toast ${className}`, role }, ...content);
  document.getElementById('toasts').append(toast);
  setTimeout(() => toast.remove(), SHOWN_MS);
  return toast;
}

/** A notice over the page for a few seconds. */
export function notice(text) {
  return put('toast-notice', 'status', text);
}

/** An error in plain words; the server's own text stands small below it. */
export function complain(error) {
  const detail = error.detail ? el('small', {}, error.detail) : null;
  return put('toast-error', 'alert', el('span', {}, error.message), detail);
}

/** What the bot answered to a press: a toast, a dialog (`show_alert`), or a link. */
export function pressAnswer(answer) {
  if (!answer) return notice('机器人暂时没有回应这次点击。可以稍后再点一次。');
  if (answer.url) return put('toast-notice', 'status', link(answer.url, {}, answer.url));
  if (!answer.text) return null;
  return answer.show_alert ? alertDialog(answer.text) : notice(answer.text);
}

/** Ask for the values of `fields` (`{name, label, type, value, …attributes}`); resolves to them, or null on 取消. */
export function ask(title, fields, confirm = '发送') {
  return new Promise((resolve) => {
    const inputs = fields.map(({ label, ...attributes }) => el('label', { class: 'field' }, label, el('input', { required: true, ...attributes })));
    const form = el('form', { method: 'dialog', class: 'ask' }, el('h2', {}, title), ...inputs, el('div', { class: 'dialog-buttons' },
      el('button', { type: 'button', class: 'plain-button', on: { click: () => dialog.close('') } }, '取消'),
      el('button', { type: 'submit', class: 'main-button', value: 'yes' }, confirm)));
    const dialog = show(form, title, () => resolve(dialog.returnValue === 'yes' ? Object.fromEntries(new FormData(form)) : null));
  });
}

/** A picture in full size. */
export function showPicture(url, name) {
  const close = () => dialog.close();
  const dialog = show(el('button', { type: 'button', class: 'picture-close', 'aria-label': '关闭图片', on: { click: close } },
    el('img', { src: url, alt: name })), name);
  return dialog;
}

function alertDialog(text) {
  return show(el('form', { method: 'dialog', class: 'ask' }, el('p', {}, text), el('div', { class: 'dialog-buttons' },
    el('button', { type: 'submit', class: 'main-button' }, '知道了'))), '机器人的提示');
}

function show(content, label, onClose) {
  const dialog = el('dialog', { 'aria-label': label }, content);
  dialog.addEventListener('close', () => { dialog.remove(); onClose?.(); });
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(''); });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
