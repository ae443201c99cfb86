// The reference's verdict on a composition: dummy components of all parts, wired as we say, and one more that gives what is
// left; the whole is written as text, and the reference validates it.

import type { Composition } from '../../server/src/world/compose.ts';
import type { Part } from '../../server/src/world/parts.ts';
import { type Answer, dummy, parseWat, printedComponent, textOf } from './reference.ts';

export interface PlugPart {
  readonly part: Part;
  /** Text of the package with the part's world. */
  readonly text: string;
}

export interface Host {
  readonly text: string;
  readonly world: string;
  /** Keys of the interfaces that it exports, those that others use first. */
  readonly interfaces: readonly string[];
}

/** The text of the package of a part, with a world that exports everything that is left. */
export type HostText = (keys: readonly string[]) => Host | undefined;

export async function plugged(
  composition: Composition,
  parts: readonly PlugPart[],
  hostText: HostText,
): Promise<Answer<string>> {
  const left = composition.links.filter(({ outcome }) => outcome.kind !== 'satisfied' && outcome.kind !== 'mismatch');
  const keys = [...new Set(left.map(({ wanted }) => wanted.item.key))];
  const lines: string[] = ['(component'];
  const host = hostText(keys);
  if (host !== undefined) {
    const component = await componentText(host.text, host.world, '$host');
    if ('problem' in component) return component;
    lines.push(component.value, '(instance $ihost (instantiate $host))');
    // What the whole would import has a name outside.
    for (const [index, key] of host.interfaces.entries())
      lines.push(`(alias export $ihost "${key}" (instance $h${index}))`, `(export "h${index}" (instance $h${index}))`);
  }
  const names = new Map(parts.map(({ part }, index) => [part, `$p${index}`]));
  const done = new Set<Part>();
  let aliases = 0;
  const instantiate = async (part: Part): Promise<Answer<undefined>> => {
    if (done.has(part)) return { value: undefined };
    done.add(part);
    const found = parts.find((it) => it.part === part);
    const name = names.get(part);
    if (found === undefined || name === undefined) return { problem: 'no such part', failed: false };
    const args: string[] = [];
    for (const { wanted, outcome } of composition.links) {
      if (wanted.part !== part) continue;
      const sort = wanted.item.item.kind === 'func' ? 'func' : 'instance';
      const tied = outcome.kind === 'satisfied' || outcome.kind === 'mismatch' ? outcome.given : undefined;
      if (tied !== undefined) {
        const before = await instantiate(tied.part);
        if ('problem' in before) return before;
      }
      if (tied === undefined && host === undefined) continue;
      const from = tied === undefined ? '$ihost' : `$i${names.get(tied.part)}`;
      const given = tied?.item.key ?? wanted.item.key;
      // What is tied may be another kind of thing: then the alias itself is wrong, as it should be.
      lines.push(`(alias export ${from} "${given}" (${sort} $a${aliases}))`);
      args.push(`(with "${wanted.item.key}" (${sort} $a${aliases++}))`);
    }
    const component = await componentText(found.text, part.world.name, name);
    if ('problem' in component) return component;
    lines.push(component.value, `(instance $i${name} (instantiate ${name} ${args.join(' ')}))`);
    return { value: undefined };
  };
  for (const { part } of parts) {
    const result = await instantiate(part);
    if ('problem' in result) return result;
  }
  for (const [index, { part, item }] of composition.exports.entries()) {
    const sort = item.item.kind === 'func' ? 'func' : 'instance';
    lines.push(
      `(alias export $i${names.get(part)} "${item.key}" (${sort} $e${index}))`,
      `(export "${item.key}" (${sort} $e${index}))`,
    );
  }
  lines.push(')');
  // Inside another one, because a valid component need not have a world that WIT can say.
  const parsed = await parseWat(`(component\n${lines.join('\n')})`);
  return 'problem' in parsed ? parsed : printedComponent(parsed.value);
}

async function componentText(text: string, world: string, name: string): Promise<Answer<string>> {
  const component = await dummy({ witSource: text }, world);
  if ('problem' in component) return component;
  const printed = await textOf(component.value);
  return 'problem' in printed ? printed : { value: printed.value.replace('(component', `(component ${name}`) };
}
