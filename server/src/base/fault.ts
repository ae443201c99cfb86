// Faults of our own: what must not fail has failed. The catcher reports what was lost and goes on with the rest.

let listener: (message: string, error: unknown) => void = () => {};

/** Who hears of faults: a log in production, an exception under test. */
export function onFault(hear: (message: string, error: unknown) => void): void {
  listener = hear;
}

function fault(message: string, error: unknown): void {
  listener(message, error);
}

/** What `work` gives, or `otherwise` when it throws. */
export function guarded<T>(what: string, work: () => T, otherwise: (error: unknown) => T): T {
  try {
    return work();
  } catch (error) {
    fault(what, error);
    return otherwise(error);
  }
}
