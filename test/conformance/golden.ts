// A resolved package against the reference's JSON of it: both as text in which ids are paths, then the first lines that differ.

import { readFileSync } from 'node:fs';
import { resolveJson } from '../../server/src/model/json.ts';
import { docsSource } from '../../server/src/workspace/docs.ts';
import { canonical } from '../world/canonical.ts';
import type { Judged } from './ours.ts';

/** Undefined when they are equal. */
export function goldenDifference(golden: string, { snapshot, packages }: Judged): string | undefined {
  const expected = textOf(JSON.parse(readFileSync(golden, 'utf8')));
  const found = textOf({ ...resolveJson(packages, docsSource(snapshot)) });
  const at = expected.findIndex((line, index) => line !== found[index]);
  if (at === -1 && expected.length === found.length) return undefined;
  const start = at === -1 ? expected.length : at;
  const part = (lines: readonly string[], mark: string): string[] =>
    lines.slice(start, start + 4).map((line) => `${mark} ${line}`);
  const before = expected.slice(Math.max(0, start - 4), start).map((line) => `  ${line}`);
  return [...before, ...part(expected, '-'), ...part(found, '+')].join('\n');
}

function textOf(json: { readonly [key: string]: unknown }): string[] {
  return JSON.stringify(canonical(json), null, 1).split('\n');
}
