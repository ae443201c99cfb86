// Types that lead to themselves where no value may be.

import { expect, it } from 'vitest';
import { directoryWith, run } from '../../../test/support/command.ts';

it.each(['flags s { a: s }', 'enum s { a(s) }', 'flags s { a: list<s> }'])('%s is one mistake', async (declared) => {
  const cwd = directoryWith({ 'a.wit': `package a:b;\n\ninterface i {\n  ${declared}\n  f: func() -> s;\n}\n` });
  const { out } = await run(cwd, ['check', 'a.wit', '--format', 'json']);
  const codes = (JSON.parse(out).diagnostics as { code: string }[]).map((found) => found.code);
  expect(codes.length).toBeGreaterThan(0);
  expect(codes).not.toContain('package/not-checked');
});
