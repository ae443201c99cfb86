// What happens when the server ends by itself: it is started again, a few times. One that never came up is not: it would
// end in the same way; and one that was told to go stays away.
import { CloseAction, type CloseHandlerResult, ErrorAction, type ErrorHandler } from 'vscode-languageclient';

/** The server is not restarted after this many crashes within this many milliseconds. */
const ENDS = 5;
const WINDOW = 180_000;

export class Crashes implements ErrorHandler {
  readonly #again: () => void;
  readonly #givenUp: () => void;
  #ends: readonly number[] = [];
  #cameUp = false;
  #told = false;

  /** Of a server that had come up: `again` is called when it is started again after an end, `givenUp` when it is not. */
  constructor({ again, givenUp }: { readonly again: () => void; readonly givenUp: () => void }) {
    this.#again = again;
    this.#givenUp = givenUp;
  }

  cameUp(): void {
    this.#cameUp = true;
  }

  /** The client asks the server to exit. */
  leave(): void {
    this.#told = true;
  }

  /** What cannot be written is nothing to act on: a server that has ended is closed in a moment, and started again then. */
  error(): { action: ErrorAction; handled: boolean } {
    return { action: ErrorAction.Continue, handled: true };
  }

  closed(): CloseHandlerResult {
    if (this.#told || !this.#cameUp) return { action: CloseAction.DoNotRestart, handled: true };
    const now = Date.now();
    this.#ends = [...this.#ends.filter((it) => now - it < WINDOW), now];
    if (this.#ends.length < ENDS) {
      this.#again();
      return { action: CloseAction.Restart, handled: true };
    }
    this.#givenUp();
    return { action: CloseAction.DoNotRestart, handled: true };
  }
}
