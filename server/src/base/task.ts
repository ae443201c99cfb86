// Work that can be given up: a token says that the result is no longer wanted, a task lets others run in between. Also what to do
// about cases that cannot happen.

/** Checked by the work; set once, by its caller. */
export interface CancellationToken {
  readonly cancelled: boolean;
}

export class Cancellation implements CancellationToken {
  #cancelled = false;

  get cancelled(): boolean {
    return this.#cancelled;
  }

  cancel(): void {
    this.#cancelled = true;
  }
}

/** Time, from outside: the core has none of its own, and tests bring theirs. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Lets everything run that waits. */
  pause(): Promise<void>;
}

/** How long work may hold the thread, in milliseconds. */
const SLICE = 10;

/** One piece of work. */
export class Task {
  readonly token: CancellationToken;
  readonly #clock: Clock;
  #since: number;

  constructor(clock: Clock, token: CancellationToken = { cancelled: false }) {
    this.#clock = clock;
    this.token = token;
    this.#since = clock.now();
  }

  /** Call in every loop over files: pauses when it is time. False when the work should end without a result. */
  async yield(): Promise<boolean> {
    if (this.#clock.now() - this.#since >= SLICE) {
      await this.#clock.pause();
      this.#since = this.#clock.now();
    }
    return !this.token.cancelled;
  }
}

let report: (message: string) => void = () => {};
const reported = new Set<string>();

/** Who hears of impossible cases: a log in production, an exception under test. */
export function onNever(listener: (message: string) => void): void {
  report = listener;
  reported.clear();
}

/** A case that cannot happen has happened. The caller goes on with something harmless; each message is reported once. */
export function never(message: string): void {
  if (reported.has(message)) return;
  reported.add(message);
  report(message);
}
