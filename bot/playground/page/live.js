/** Staying up to date: one long poll for "something changed"; on a broken line, retries with growing pauses. */

import { get } from './api.js';

const WAIT_SECONDS = 25;
const LONGEST_PAUSE = 8_000;

/** Runs for ever. `onChange` is awaited after each change; `onLine(true | false)` tells whether the server answers. */
export async function live(seq, onChange, onLine) {
  let pause = 500;
  for (;;) {
    try {
      const news = await get(`events?after=${seq}&wait=${WAIT_SECONDS}`);
      onLine(true);
      pause = 500;
      if (news.seq !== seq) await onChange();
      seq = news.seq;
    } catch {
      onLine(false);
      await new Promise((done) => { setTimeout(done, pause); });
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }
}
