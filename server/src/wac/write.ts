// A composition as a `.wac` file that `wac compose` builds: the components in the order in which they need each other, what each
// gets from the others, and what the whole exports.

import { interfaceKey, packageKey } from '../model/names.ts';
import type { TypeDef } from '../model/package.ts';
import type { Composition, Outcome } from '../world/compose.ts';
import type { Part, Port } from '../world/parts.ts';
import { isWacWord } from './language.ts';

export interface WrittenWac {
  readonly text: string;
  /** What the packages of the file are called, by the parts that they are. */
  readonly packages: ReadonlyMap<Part, string>;
}

/** Namespace of the components, whose own names say nothing: every one is called `root:component`. */
const NAMESPACE = 'local';

export function writeWac({ parts, links, exports }: Composition, header: readonly string[] = []): WrittenWac {
  const names = new Map<Part, string>();
  const taken = new Set<string>();
  const inside = parts.filter((it) => it.outside !== true);
  for (const part of inside) {
    const name = nameFor(part.name, taken);
    taken.add(name);
    names.set(part, name);
  }
  const packages = new Map(inside.map((it) => [it, packageKey({ namespace: NAMESPACE, name: names.get(it) ?? '' })]));
  const variable = (port: Port): string => names.get(port.part) ?? '';
  const given = new Map<Part, string[]>();
  const open = new Set<Part>();
  const needs = new Map<Part, Set<Part>>();
  for (const { wanted, outcome } of links) {
    if (!isWired(outcome)) continue;
    const { given: port } = outcome;
    const line = `  ${quoted(wanted.item.key)}: ${variable(port)}[${quoted(port.item.key)}],`;
    given.set(wanted.part, [...(given.get(wanted.part) ?? []), line]);
    needs.set(wanted.part, (needs.get(wanted.part) ?? new Set<Part>()).add(port.part));
  }
  // The types of a world are imports, too: those of an interface that is given are given with it.
  for (const part of inside) {
    for (const { key, item } of part.world.imports.values()) {
      if (item.kind !== 'type') continue;
      const source = item.type.def.kind === 'use' ? item.type.def.target : undefined;
      const link = source === undefined ? undefined : linkOf(links, part, source);
      if (source === undefined || link === undefined || !isWired(link.outcome)) open.add(part);
      else {
        const { given: port } = link.outcome;
        const line = `  ${quoted(key)}: ${variable(port)}[${quoted(port.item.key)}][${quoted(source.name)}],`;
        given.set(part, [...(given.get(part) ?? []), line]);
      }
    }
  }
  const lines = [...header.map((it) => `// ${it}`), `package ${NAMESPACE}:whole;`];
  for (const part of inOrder(inside, needs)) {
    const own = given.get(part) ?? [];
    // What nobody gives, the whole imports.
    const isLeft = open.has(part) || links.some(({ wanted, outcome }) => wanted.part === part && !isWired(outcome));
    const args = [...own, ...(isLeft ? ['  ...'] : [])];
    const body = args.length === 0 ? '{}' : `{\n${args.join('\n')}\n}`;
    lines.push('', `let ${names.get(part)} = new ${packages.get(part)} ${body};`);
  }
  const exported = exports.filter(({ item }) => item.item.kind !== 'type');
  if (exported.length > 0) lines.push('');
  for (const port of exported) lines.push(`export ${variable(port)}[${quoted(port.item.key)}];`);
  return { text: `${lines.join('\n')}\n`, packages };
}

/** The import of the interface that has a type. */
function linkOf(links: Composition['links'], part: Part, { owner }: TypeDef): Composition['links'][number] | undefined {
  if (owner.kind !== 'interface') return undefined;
  const key = interfaceKey(owner);
  return links.find(({ wanted }) => wanted.part === part && wanted.item.key === key);
}

/** What does not fit is written all the same: it is what was meant. */
function isWired(it: Outcome): it is Extract<Outcome, { readonly version: unknown }> {
  return it.kind === 'satisfied' || it.kind === 'mismatch';
}

function quoted(text: string): string {
  return `"${text}"`;
}

/** A kebab-case name that nobody has yet. */
function nameFor(name: string, taken: ReadonlySet<string>): string {
  const kebab = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .split('-')
    .filter((it) => it !== '')
    .map((it) => (/^\d/.test(it) ? `n${it}` : it))
    .join('-');
  const base = kebab === '' || isWacWord(kebab) ? `the-${kebab === '' ? 'part' : kebab}` : kebab;
  let result = base;
  for (let at = 2; taken.has(result); at++) result = `${base}-n${at}`;
  return result;
}

/** What is needed comes first; among equals, the order of the parts. */
function inOrder(parts: readonly Part[], needs: ReadonlyMap<Part, ReadonlySet<Part>>): Part[] {
  const done = new Set<Part>();
  const order: Part[] = [];
  const waiting = [...parts].reverse().map((part) => ({ part, isReady: false }));
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (done.has(at.part)) continue;
    if (at.isReady) {
      done.add(at.part);
      order.push(at.part);
      continue;
    }
    waiting.push({ part: at.part, isReady: true });
    for (const need of needs.get(at.part) ?? []) if (!done.has(need)) waiting.push({ part: need, isReady: false });
  }
  return order;
}
