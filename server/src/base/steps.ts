// Recursion without the call stack, for what users nest as deep as they like.

/** A computation that yields each computation whose result it needs, and is given that result. */
export interface Steps<T> extends Generator<Steps<T>, T, T> {}

export function resultOf<T>(first: Steps<T>): T {
  const open = [first];
  let step = first.next();
  for (;;) {
    if (!step.done) {
      open.push(step.value);
      step = step.value.next();
      continue;
    }
    open.pop();
    const waiting = open.at(-1);
    if (waiting === undefined) return step.value;
    step = waiting.next(step.value);
  }
}
