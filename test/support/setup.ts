// Runs before every test file: what cannot happen fails the test in which it happens.

import { afterEach } from 'vitest';
import { onFault } from '../../server/src/base/fault.ts';
import { onNever } from '../../server/src/base/task.ts';

onFault((message, error) => {
  throw error instanceof Error ? error : new Error(message);
});
onNever((message) => {
  throw new Error(`impossible: ${message}`);
});

// The runner hears from a worker only when the worker does nothing else, and gives up after a minute. Tests that never wait
// for anything, one after the other, would take longer.
afterEach(() => new Promise<void>((done) => void setImmediate(done)));
