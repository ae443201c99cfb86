// Tests against registries that scripts/registry-test.sh has started; not part of `npm test`.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/registry/live.registry.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
});
