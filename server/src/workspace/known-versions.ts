// `@0.2` in a path means "whichever of these there is": the repair names the newest known version, not the number with a zero.

import type { Diagnostic } from '../check/diagnostic.ts';
import { compareVersions } from '../model/names.ts';

/** The path that ends where a version begins: `ns:name/item@`, `ns:name@`. */
const PATH_BEFORE = /(?:^|[^\w%-])%?([a-zA-Z][\w-]*)\s*:\s*%?([a-zA-Z][\w-]*)\s*(?:\/\s*%?[a-zA-Z][\w-]*\s*)?@\s*$/;

/** How far before a version its path may begin. */
const LONGEST_PATH = 300;

/** `known`: keys of the packages that the file can refer to. */
export function withKnownVersion(it: Diagnostic, text: string, known: () => readonly string[]): Diagnostic {
  if (it.code !== 'syntax/invalid-version' || it.fixes.length !== 1) return it;
  const { start, end } = it.span;
  const [, namespace, name] = PATH_BEFORE.exec(text.slice(Math.max(0, start - LONGEST_PATH), start)) ?? [];
  const written = text.slice(start, end).replace(/\.$/, '');
  if (namespace === undefined || !/^\d+(?:\.\d+)?$/.test(written)) return it;
  const prefix = `${namespace}:${name}@`;
  const versions = known().flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  const fitting = versions.filter((version) => version.startsWith(`${written}.`)).sort(compareVersions);
  const best = fitting.findLast((version) => !version.includes('-')) ?? fitting.at(-1);
  const [fix] = it.fixes;
  const [file] = fix?.edits ?? [];
  if (best === undefined || fix === undefined || file === undefined) return it;
  const { safe: _, ...rest } = fix;
  const edits = [{ uri: file.uri, edits: [{ start, end, text: best }] }];
  return { ...it, fixes: [{ ...rest, title: `Change to \`${best}\``, edits }] };
}
