// Waiting for what an editor does.

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until `probe` gives something. */
export async function until(what, probe, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    if (await probe()) return;
    if (Date.now() > end) throw new Error(`waited for ${what}`);
    await pause(50);
  }
}
