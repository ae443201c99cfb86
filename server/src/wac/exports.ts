// What a composition exports, under which names, and what cannot be exported.

import type { Part, Port } from '../world/parts.ts';
import type { Declared } from './declarations.ts';
import { exportNameFault } from './extern-name.ts';
import { exportsOf, exportsOfPort, instancePort } from './instances.ts';
import type { WacCode, WacExpression, WacName, WacStatement } from './syntax.ts';

/** What an expression stands for. */
export type Value =
  /** A component that was made: its exports are those of an instance. */
  | { readonly kind: 'instance'; readonly part: Part }
  /** An import of the file, or an export of a component: a function, or an interface, which is an instance, too. */
  | { readonly kind: 'port'; readonly port: Port }
  | { readonly kind: 'declared'; readonly declared: Declared }
  /** Something broken. */
  | { readonly kind: 'unknown' };

type Exported = Exclude<Value, { kind: 'declared' | 'unknown' }>;

export class WacExports {
  readonly ports: { name: string; port: Port }[] = [];
  readonly #types = new Set<string>();
  readonly #problem: (code: WacCode, message: string, span: WacName['span']) => void;

  constructor(problem: (code: WacCode, message: string, span: WacName['span']) => void) {
    this.#problem = problem;
  }

  /** A type that the file declares is an export of its own name (wac-graph 0.12 `define_type`). */
  declare(name: WacName): void {
    if (this.#isTaken(name.text))
      this.#problem(
        'wac/duplicate-export',
        `\`${name.text}\` is exported already, and types are exported, too`,
        name.span,
      );
    else this.#types.add(name.text);
  }

  /** `found`: what the statement exports. */
  add({ value, spread, as, span }: Extract<WacStatement, { kind: 'export' }>, found: Value): void {
    const fault = as === undefined ? undefined : exportNameFault(as.text);
    if (as !== undefined && fault !== undefined) this.#problem('wac/invalid-name', fault, as.span);
    if (found.kind === 'unknown') return;
    if (found.kind === 'declared') this.#type(value, spread, as);
    else if (spread) this.#all(found, value);
    else this.#one(found, value, as, span);
  }

  /** A type that the file declares is exported under a name of its own. */
  #type(value: WacExpression, spread: boolean, as: WacName | undefined): void {
    if (spread || as === undefined) {
      const message = spread
        ? 'a type has no exports that `...` can spread'
        : 'a type is exported under a name: add `as "name"`';
      this.#problem('wac/not-exportable', message, value.span);
    } else if (this.#isTaken(as.text)) {
      this.#problem('wac/duplicate-export', `\`${as.text}\` is exported already`, as.span);
    } else {
      this.#types.add(as.text);
    }
  }

  #all(found: Exported, value: WacExpression): void {
    const ports = found.kind === 'instance' ? exportsOf(found.part) : exportsOfPort(found.port);
    if (ports === undefined) {
      this.#problem('wac/not-exportable', 'a function has no exports that `...` can spread', value.span);
      return;
    }
    const added = ports.filter((port) => !this.#isTaken(port.item.key));
    for (const port of added) this.ports.push({ name: port.item.key, port });
    if (added.length === 0)
      this.#problem('wac/nothing-spread', 'everything that this exports is exported already', value.span);
  }

  #one(found: Exported, value: WacExpression, as: WacName | undefined, span: WacName['span']): void {
    if (found.kind === 'instance' && as === undefined) {
      this.#problem(
        'wac/not-exportable',
        'a component is exported under a name: add `as "name"`, export one of its exports like `it.run`, or all with `...`',
        value.span,
      );
      return;
    }
    const port = found.kind === 'instance' ? instancePort(found.part) : found.port;
    const name = as?.text ?? port.item.key;
    if (this.#isTaken(name)) this.#problem('wac/duplicate-export', `\`${name}\` is exported already`, span);
    else if (port.item.item.kind === 'type') this.#types.add(name);
    else this.ports.push({ name, port });
  }

  /** Plain names that differ in case only are one name. */
  #isTaken(name: string): boolean {
    const key = (it: string): string => (it.includes(':') ? it : it.toLowerCase());
    const wanted = key(name);
    return [...this.#types].some((it) => key(it) === wanted) || this.ports.some((it) => key(it.name) === wanted);
  }
}
