// How a composition writes the imports and exports of components: by the last name of a path where that says which, else by
// the whole key in quotes.

import { funcTypeText } from '../../model/print.ts';
import { interfaceOf, type Part, type Port } from '../../world/parts.ts';
import { findPort } from '../../world/wiring.ts';

/** `leaf`, or undefined when only the whole key says which is meant. */
function shortName(part: Part, direction: 'import' | 'export', key: string): string | undefined {
  const leaf = /^[^/]*\/([^/@]+)(?:@.*)?$/.exec(key)?.[1] ?? key;
  return /^[a-zA-Z][\w-]*$/.test(leaf) && findPort(part, direction, leaf)?.item.key === key ? leaf : undefined;
}

/** The name of an argument. */
export function argumentName({ part, item: { key } }: Port): string {
  return shortName(part, 'import', key) ?? `"${key}"`;
}

/** What follows the name of an instance: `.x` or `["a:b/x"]`. */
export function accessText({ part, item: { key } }: Port): string {
  const short = shortName(part, 'export', key);
  return short === undefined ? `["${key}"]` : `.${short}`;
}

/** What an import takes, in a few words. */
export function portType({ item }: Port): string {
  if (item.item.kind === 'func') return funcTypeText(item.item.func);
  return interfaceOf(item)?.name === undefined ? 'interface { … }' : item.key;
}

/** The imports of a component that take something. */
export function importsOf(part: Part): Port[] {
  return [...part.world.imports.values()]
    .filter((it) => it.item.kind !== 'type')
    .map((item) => ({ part, direction: 'import', item }));
}
