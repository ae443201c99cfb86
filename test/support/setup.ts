// Runs before every test file: what cannot happen fails the test in which it happens.

import { onFault } from '../../server/src/base/fault.ts';
import { onNever } from '../../server/src/base/task.ts';

onFault((message, error) => {
  throw error instanceof Error ? error : new Error(message);
});
onNever((message) => {
  throw new Error(`impossible: ${message}`);
});
