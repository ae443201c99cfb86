// A wiring as a `.wac` file that begins with the command that builds it.

import { visible } from '../base/escape.ts';
import type { Composition } from '../world/compose.ts';
import { worldPath } from '../world/reasons.ts';
import { writeWac } from './write.ts';

export interface BuildText {
  /** What the command calls the file. */
  readonly file: string;
  /** Path of the binary at a URI, from where the command is run. */
  readonly place: (uri: string) => string;
  /** False: the file says that it cannot be built yet. */
  readonly sound: boolean;
}

/** Parts that are WIT stand for components that are still to be built: the file says which, and where the command looks for them. */
export function buildText(composition: Composition, { file, place, sound }: BuildText): string {
  const deps: string[] = [];
  const binaries = new Set<string>();
  const missing: string[] = [];
  for (const [part, name] of writeWac(composition).packages) {
    const { package: id, loc } = part.world;
    const isBuilt = id.namespace === 'root' && id.name === 'component';
    const binary = isBuilt ? place(loc.uri) : `${name.slice(name.indexOf(':') + 1)}.wasm`;
    binaries.add(binary);
    deps.push(`--dep ${name}=${shellWord(binary)}`);
    if (!isBuilt) missing.push(`${binary}: a component of the world ${worldPath(part.world)}`);
  }
  const named = file.replace(/\.wac$/, '.wasm');
  // A part is not overwritten by the whole.
  const target = binaries.has(named) ? named.replace(/\.wasm$/, '-whole.wasm') : named;
  const header = [
    `Build: ${['wac compose', shellWord(file), ...deps].join(' ')} -o ${shellWord(target)}`,
    ...missing,
    ...(sound ? [] : ['The parts do not fit together yet.']),
  ];
  return writeWac(composition, header.map(visible)).text;
}

function shellWord(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
