// Runs before every test file: what cannot happen fails the test in which it happens.

import { onNever } from '../../server/src/base/task.ts';

onNever((message) => {
  throw new Error(`impossible: ${message}`);
});
