/** Photos, and chips for what cannot be shown: files, voice, video, places, business cards. */

import { el, icon } from './dom.js';
import { showPicture } from './toast.js';

const ICONS = { document: 'file', voice: 'voice', audio: 'voice', video: 'video', video_note: 'video', location: 'place', venue: 'place', contact: 'person' };
const NAMES = { document: '文件', voice: '语音', audio: '音频', video: '视频', video_note: '视频', location: '位置', venue: '位置', contact: '名片', photo: '照片' };

/** The element for a message's media. */
export function mediaOf(media) {
  return media.kind === 'photo' ? photo(media) : chip(media);
}

/** One word for previews: `[照片]`. */
export function mediaWord(media) {
  return `[${NAMES[media.kind] ?? '附件'}]`;
}

function photo(media) {
  const name = media.name || '照片';
  const open = (event) => { event.stopPropagation(); showPicture(media.url, name); };
  const image = el('img', { src: media.url, alt: name, decoding: 'async', width: media.width, height: media.height });
  return el('button', { type: 'button', class: 'photo', 'aria-label': '看大图', on: { click: open } }, image);
}

function chip(media) {
  const inside = [
    el('span', { class: 'chip-sign' }, icon(ICONS[media.kind] ?? 'file')),
    el('span', { class: 'chip-text' }, el('span', { class: 'chip-title' }, titleOf(media)), el('span', { class: 'chip-note' }, noteOf(media))),
  ];
  const stop = (event) => event.stopPropagation();
  if (!media.url) return el('div', { class: 'chip' }, inside);
  return el('a', { class: 'chip', href: media.url, download: media.name || '', target: '_blank', rel: 'noopener noreferrer', on: { click: stop } }, inside);
}

function titleOf(media) {
  if (media.kind === 'contact') return media.name || media.first_name || '名片';
  if (media.kind === 'voice') return `语音 ${duration(media.duration)}`;
  if (media.kind === 'location') return '位置';
  return media.title || media.name || NAMES[media.kind] || '附件';
}

function noteOf(media) {
  if (media.kind === 'contact') return media.phone || media.phone_number || '';
  if (media.latitude !== undefined) return `${Number(media.latitude).toFixed(4)}，${Number(media.longitude).toFixed(4)}`;
  if (media.size) return fileSize(media.size);
  if (media.duration && media.kind !== 'voice') return duration(media.duration);
  return NAMES[media.kind] ?? '';
}

function duration(seconds = 0) {
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;
}

function fileSize(bytes) {
  if (bytes < 1024) return `${bytes} 字节`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
