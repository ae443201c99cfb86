// The names that a world of a composition imports and exports: each once, those of included worlds counted
// (wac-parser 0.12 `resolution.rs`).

import type { Span } from '../base/text.ts';
import type { World } from '../model/package.ts';
import type { WacInclude, WacName, WacPath } from './syntax.ts';

export interface WorldNames {
  readonly imports: Iterable<string>;
  readonly exports: Iterable<string>;
}

export class DeclaredWorld implements WorldNames {
  readonly imports = new Set<string>();
  readonly exports = new Set<string>();
  readonly #name: string;
  readonly #problem: (message: string, span: Span) => void;

  constructor(name: string, problem: (message: string, span: Span) => void) {
    this.#name = name;
    this.#problem = problem;
  }

  add(direction: 'import' | 'export', key: string, span: Span): void {
    const known = direction === 'import' ? this.imports : this.exports;
    if (known.has(key)) this.#problem(`\`${key}\` is ${direction}ed twice`, span);
    known.add(key);
  }

  /** Paths are shared; names are not, but may be changed. */
  include(from: WacPath | WacName, names: WorldNames, renames: WacInclude['renames']): void {
    const changed = new Map<string, string>();
    const [imports, exports] = [new Set(names.imports), new Set(names.exports)];
    for (const { from: old, to } of renames) {
      if (changed.has(old.text)) this.#problem(`\`${old.text}\` is renamed twice`, old.span);
      else if (!imports.has(old.text) && !exports.has(old.text))
        this.#problem(`\`${from.text}\` neither imports nor exports \`${old.text}\``, old.span);
      changed.set(old.text, to.text);
    }
    this.#take('import', imports, changed, from);
    this.#take('export', exports, changed, from);
  }

  #take(
    direction: 'import' | 'export',
    names: ReadonlySet<string>,
    changed: ReadonlyMap<string, string>,
    from: WacPath | WacName,
  ): void {
    const known = direction === 'import' ? this.imports : this.exports;
    for (const old of names) {
      const name = changed.get(old) ?? old;
      if (known.has(name) && !name.includes(':'))
        this.#problem(`\`${this.#name}\` ${direction}s \`${name}\` already, and so does \`${from.text}\``, from.span);
      known.add(name);
    }
  }
}

export function namesOfWorld({ imports, exports }: World): WorldNames {
  return { imports: imports.keys(), exports: exports.keys() };
}
