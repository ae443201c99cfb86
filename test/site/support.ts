// Sites of the tests: made by the command, and read as a person sees them.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { run } from '../support/command.ts';

export async function site(cwd: string, ...args: string[]): Promise<string> {
  const out = path.join(cwd, 'site');
  const { status, err } = await run(cwd, ['docs', ...args, '--out', 'site', '--quiet']);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return out;
}

export function page(site: string, name: string): string {
  return readFileSync(path.join(site, name), 'utf8');
}

/** What a person sees of it. */
export function textOf(html: string): string {
  return html
    .replace(/^[\s\S]*<main id="main">/, '')
    .replace(/<(?:style|svg)[\s\S]*?<\/(?:style|svg)>/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ');
}
