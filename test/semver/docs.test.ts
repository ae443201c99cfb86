// The pages of the rules say what the table says.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { pageOf } from '../../server/src/check/catalogue.ts';
import { RULES } from '../../server/src/semver/table.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

it('has a current page for every rule', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/gen-semver-docs.mjs', '--check'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

it('is where the editor and reports point to', () => {
  for (const { id } of RULES) {
    expect(readFileSync(`${ROOT}/docs/${pageOf(`semver/${id}`)}`, 'utf8')).toContain(`\`semver/${id}\``);
  }
});
