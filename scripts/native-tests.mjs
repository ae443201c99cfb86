// The test files that run a Rust program (scripts/rust-tools.sh), one a line: those that import what finds it. Left out are
// those that have a step of their own in scripts/ci.mjs.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const FINDS_PROGRAMS = /from '[./]*(?:support\/tools|oracle\/native|registry\/published|published)\.ts'/;
const OWN_STEP = /^test\/(?:semver-check|site)\/|^test\/world\/(?:graphs|policy-proof)\.test/;

const found = readdirSync(path.join(root, 'test'), { recursive: true })
  .map((name) => `test/${name.replaceAll(path.sep, '/')}`)
  .filter((file) => file.endsWith('.test.ts') && !OWN_STEP.test(file))
  .filter((file) => FINDS_PROGRAMS.test(readFileSync(path.join(root, file), 'utf8')));
if (found.length === 0) throw new Error('no test file runs a Rust program: has the module moved that finds them?');
console.log(found.sort().join('\n'));
