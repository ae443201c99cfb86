// The real files in ../shared, where they are, and the formatter as tests over many files want it.

import { existsSync, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyEdits } from '../../server/src/base/text.ts';
import { format } from '../../server/src/format/format.ts';
import { DEFAULT_FORMAT, type FormatOptions } from '../../server/src/format/options.ts';
import type { WitParser } from '../../server/src/syntax/parser.ts';

const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url));
export const CORPUS = path.join(SHARED, 'corpus');
export const PRINTED = path.join(SHARED, 'conformance/printed');

export const hasShared = existsSync(CORPUS) && existsSync(PRINTED);

/** Nothing is ever too long. */
export const UNWRAPPED: FormatOptions = { ...DEFAULT_FORMAT, width: Number.MAX_SAFE_INTEGER };

/** All `.wit` files below, links not followed. */
export function* witFiles(directory: string): Generator<string> {
  for (const name of readdirSync(directory).sort()) {
    const file = path.join(directory, name);
    const stat = lstatSync(file);
    if (stat.isDirectory()) yield* witFiles(file);
    else if (stat.isFile() && name.endsWith('.wit')) yield file;
  }
}

/** The formatted text, or what the formatter says went wrong. */
export function formatted(parser: WitParser, text: string, options: FormatOptions = DEFAULT_FORMAT): string {
  const { edits, bug } = format(parser.read(text), options);
  return bug === undefined ? applyEdits(text, edits) : `bug: ${bug}`;
}
