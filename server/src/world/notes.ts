// A world as WIT that explains itself: elaborated, with plain comments that say why each import and export is there and
// what the component may do with it.

import { visible } from '../base/escape.ts';
import type { DocsSource } from '../model/json.ts';
import { packageHeader } from '../model/names.ts';
import type { ElaboratedItem, Loc, World } from '../model/package.ts';
import { type CustomCapabilities, grantsOf, incompleteNote } from './capabilities.ts';
import { printWorld } from './print.ts';
import { isImplicit, reasonSteps } from './reasons.ts';

export interface NotesOptions {
  readonly docs: DocsSource;
  /** How a place is called in a comment: `deps/io/streams.wit:14`. */
  readonly place: (loc: Loc) => string;
  readonly capabilities?: CustomCapabilities;
}

export function explainedWorld(world: World, options: NotesOptions): string {
  const place = (loc: Loc): string => visible(options.place(loc));
  const notes = (item: ElaboratedItem, direction: 'import' | 'export'): string[] => {
    const steps = reasonSteps(world, item, direction);
    const [last] = steps.slice(-1);
    if (steps.length === 1 && last !== undefined && !isImplicit(item.reason)) return [`// ${place(last.loc)}`];
    const how = isImplicit(item.reason) ? 'implicit' : 'included';
    return [`// ${how}:`, ...steps.map((it) => `//   ${it.text} (${place(it.loc)})`)];
  };
  const text = printWorld(world, { from: world.package, docs: options.docs, notes });
  return `${header(world, options)}${packageHeader(world.package)}${text}`;
}

function header(world: World, options: NotesOptions): string {
  const grants = grantsOf(world, options.capabilities);
  const lines = [`// World \`${world.name}\` with everything that its includes and uses bring.`];
  const incomplete = incompleteNote(world);
  if (incomplete !== undefined) lines.push(`// ${visible(incomplete)}`);
  if (grants.length > 0)
    lines.push('// A component of this world:', ...grants.map((it) => `// - ${visible(it.sentence)}`));
  else if (incomplete === undefined) lines.push('// A component of this world can reach nothing in its host.');
  return `${lines.join('\n')}\n`;
}
