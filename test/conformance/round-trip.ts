// Packages that the reference encodes, read back: our text of each binary against the one that the reference prints, and the
// verdicts of both on the binary as the only file of a `deps/`.

import { decodeUtf8 } from '../../server/src/base/utf8.ts';
import { decodeBinary } from '../../server/src/binary/decode.ts';
import type { Made, NativeReference } from '../oracle/native.ts';
import { type Case, PLACE } from './cases.ts';
import { compare } from './compare.ts';
import { lineOf } from './explained.ts';
import type { Ours } from './ours.ts';

const encoder = new TextEncoder();
const FRESH = { verdict: (_: Case, ask: () => ReturnType<NativeReference['verdict']>) => ask() };

export interface RoundTrip {
  readonly packages: number;
  readonly components: number;
  /** What differs: which binary, and how. */
  readonly differences: readonly Difference[];
}

export interface Difference {
  readonly name: string;
  readonly how: string;
}

export async function roundTrip(it: Case, ours: Ours, reference: NativeReference): Promise<RoundTrip> {
  const made = await reference.made(it);
  const differences: Difference[] = [];
  for (const one of made) {
    const how = textDifference(one);
    if (how !== undefined) differences.push({ name: nameOf(it, one), how });
  }
  const [encoded] = made;
  if (encoded?.world === '') {
    const user = userOf(it, encoded);
    const found = await compare(user, ours, reference, FRESH);
    if (found.outcome !== 'agree' && found.outcome !== 'no-verdict')
      differences.push({ name: nameOf(it, encoded), how: `in deps/: ${lineOf(found)}` });
  }
  const packages = encoded?.world === '' ? 1 : 0;
  return { packages, components: made.length - packages, differences };
}

function nameOf(it: Case, { world }: Made): string {
  return world === '' ? it.name : `${it.name} ${world}`;
}

/** The first line that is another; empty lines, the order of packages and comments of labels are ours to choose. */
function textDifference({ bytes, text }: Made): string | undefined {
  const decoded = decodeBinary(bytes, (it) => decodeUtf8(it).text);
  if (!('text' in decoded)) return `not read: ${decoded.fault}`;
  const mine = linesOf(decoded.text);
  const theirs = withoutCopiedDocs(linesOf(text), mine);
  const at = mine.findIndex((line, index) => line !== theirs[index]);
  if (at === -1 && mine.length === theirs.length) return undefined;
  const line = at === -1 ? mine.length : at;
  return `line ${line + 1}: \`${theirs[line] ?? ''}\`, ours \`${mine[line] ?? ''}\``;
}

/**
 * Above an import or export under a label that has no comment, the reference (1.263.0) prints the comment of its interface; we
 * print what was written there.
 */
function withoutCopiedDocs(theirs: readonly string[], mine: readonly string[]): string[] {
  const kept: string[] = [];
  for (const [index, line] of theirs.entries()) {
    const isCopied = line.startsWith('  ///') && mine[kept.length] !== line && LABEL.test(itemBelow(theirs, index));
    if (!isCopied) kept.push(line);
  }
  return kept;
}

/** An interface under a label, no function. */
const LABEL = /^ {2}(?:import|export) [\w%-]+: [^\s({]+;$/;

function itemBelow(lines: readonly string[], index: number): string {
  return lines.slice(index).find((line) => !/^\s*(?:\/\/\/|@)/.test(line)) ?? '';
}

/** The packages behind the first come in an order of their own. */
function linesOf(text: string): string[] {
  const [own = '', ...others] = text.split(/^(?=package .* \{$)/m);
  return [own, ...others.sort()]
    .join('')
    .split('\n')
    .filter((line) => line !== '');
}

/** A package that imports every interface and includes every world of the binary, which is all that is in its `deps/`. */
function userOf(it: Case, { bytes, text }: Made): Case {
  const own = text.split(/^package [^;]*\{$/m)[0] ?? '';
  const [, name = '', version = ''] = /^package ([^@;]*)(@[^;]*)?;$/m.exec(own) ?? [];
  const items = (kind: string): string[] =>
    [...own.matchAll(new RegExp(`^${kind} (\\S+) \\{`, 'gm'))].map((found) => `${name}/${found[1]}${version}`);
  const imports = items('interface').map((path) => `  import ${path};\n`);
  const worlds = items('world').map((path, index) => `world w${index} {\n  include ${path};\n}\n`);
  const root = `package the:user;\nworld all {\n${imports.join('')}}\n${worlds.join('')}`;
  const files = new Map([
    [`${PLACE}/root.wit`, encoder.encode(root)],
    [`${PLACE}/deps/it.wasm`, bytes],
  ]);
  return { name: it.name, path: PLACE, features: it.features, files };
}
