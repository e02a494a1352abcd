/** Wall time of Asia/Shanghai (UTC+8 all year). Instants are milliseconds since 1970. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const OFFSET = 8 * HOUR;
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];
const two = (number) => String(number).padStart(2, '0');
const local = (instant) => new Date(instant + OFFSET);

/** `09:30` */
export function hourMinute(instant) {
  const at = local(instant);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/** `3月9日（周一）` */
export function dayName(instant) {
  const at = local(instant);
  return `${at.getUTCMonth() + 1}月${at.getUTCDate()}日（${WEEKDAYS[at.getUTCDay()]}）`;
}

/** `2026年3月9日 周一` */
export function fullDate(instant) {
  const at = local(instant);
  return `${at.getUTCFullYear()}年${at.getUTCMonth() + 1}月${at.getUTCDate()}日 ${WEEKDAYS[at.getUTCDay()]}`;
}

/** `09:30:05` */
export function hourMinuteSecond(instant) {
  return `${hourMinute(instant)}:${two(local(instant).getUTCSeconds())}`;
}

/** `3月9日（周一）09:30` */
export function dayAndTime(instant) {
  return `${dayName(instant)}${hourMinute(instant)}`;
}

/** Two instants on the same calendar day. */
export function sameDay(one, other) {
  return Math.floor((one + OFFSET) / DAY) === Math.floor((other + OFFSET) / DAY);
}

/** 09:00 of the next day that is neither Saturday nor Sunday; the page knows no holidays. */
export function nextWorkday(instant) {
  let midnight = Math.floor((instant + OFFSET) / DAY) * DAY;
  do midnight += DAY;
  while ([0, 6].includes(new Date(midnight).getUTCDay()));
  return midnight + 9 * HOUR - OFFSET;
}

/** `还有 2 小时`: how far `instant` lies after `now`, in the largest fitting unit. */
export function untilWords(instant, now) {
  const minutes = Math.max(0, Math.round((instant - now) / 60_000));
  if (minutes < 1) return '马上';
  if (minutes < 60) return `${minutes} 分钟后`;
  if (minutes < 36 * 60) return `${Math.round(minutes / 60)} 小时后`;
  return `${Math.round(minutes / 1440)} 天后`;
}
