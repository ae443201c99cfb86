// Repairs of names in a composition that mean nothing: the known names that are near to them.

import { didYouMean, nearest, nearestPackages } from '../base/suggest.ts';
import type { Part } from '../world/parts.ts';
import { findPort } from '../world/wiring.ts';
import type { WacFix, WacName, WacPath } from './syntax.ts';

export interface Suggestion {
  /** What a message ends with; empty when nothing is near. */
  readonly hint: string;
  readonly fixes: readonly WacFix[];
}

/** `exact`: names stand in quotes. */
export function suggestName({ text, span }: WacName, known: Iterable<string>, exact = false): Suggestion {
  const near = nearest(text, known);
  return {
    hint: didYouMean(near),
    fixes: near.map((name) => ({
      title: `Change to \`${name}\``,
      edit: { ...span, text: exact ? `"${name}"` : name },
    })),
  };
}

/** Names by which an import or export of a component can be written; `exact`: in quotes, where the whole key is needed. */
export function portNames(part: Part, direction: 'import' | 'export', exact: boolean): string[] {
  const items = direction === 'import' ? part.world.imports : part.world.exports;
  const keys = [...items.values()].filter((it) => it.item.kind !== 'type').map((it) => it.key);
  if (exact) return keys;
  return keys.flatMap((key) => {
    const leaf = /^[^/]*\/([^/@]+)(?:@.*)?$/.exec(key)?.[1] ?? key;
    return findPort(part, direction, leaf)?.item.key === key ? [leaf] : [];
  });
}

/** `known`: keys of packages, `ns:name` or `ns:name@version`. Other versions of the package come first. */
export function suggestPackage(path: WacPath, known: readonly string[]): Suggestion {
  const name = `${path.namespace}:${path.name}`;
  const versions = known.filter((it) => it.startsWith(`${name}@`));
  if (path.version !== undefined && (versions.length > 0 || known.includes(name))) {
    const near = known.filter((it) => it === name || versions.includes(it)).slice(0, 3);
    const at = path.text.lastIndexOf('@');
    const start = path.span.start + at;
    return {
      hint: didYouMean(near),
      fixes: near.map((it) => ({
        title: `Change to \`${it}\``,
        edit: { start, end: path.span.end, text: it.slice(name.length) },
      })),
    };
  }
  const near = [
    ...new Set(
      nearestPackages(
        name,
        known.map((it) => it.replace(/@.*/, '')),
      ),
    ),
  ];
  const { start } = path.span;
  return {
    hint: didYouMean(near),
    fixes: near.map((it) => ({
      title: `Change to \`${it}\``,
      edit: { start, end: start + name.length, text: it },
    })),
  };
}

/** The item of a path: an interface or world of the package. */
export function suggestItem(path: WacPath, known: Iterable<string>): Suggestion {
  const item = path.item ?? '';
  const start = path.span.start + path.text.indexOf('/') + 1;
  return suggestName({ text: item, span: { start, end: start + item.length } }, known);
}
