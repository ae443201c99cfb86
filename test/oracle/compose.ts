// Do two components fit together? Both are unknown components with the types of their worlds; what neither gives the other
// comes from further ones, one for each interface, so that both see the same resources.

import type { PackagePath, Reference, Verdict } from './reference.ts';
import { escapedPath, verdict } from './reference.ts';
import type { WorldPlace } from './semver.ts';
import { children, worldType } from './world-type.ts';

export interface Plugging {
  readonly plug: WorldPlace;
  readonly socket: WorldPlace;
  /** Imports of the socket with the exports of the plug that satisfy them. By default those of the same name. */
  readonly wiring?: ReadonlyMap<string, string>;
}

/** `unknown`: there is something imported that no other component could be made for here. */
export type Fit = Verdict | { readonly kind: 'unknown'; readonly reason: string };

const PROVIDER = 'provider-of-the-oracle';

export async function wellTypedComposition(reference: Reference, it: Plugging): Promise<Fit> {
  const types: string[] = [];
  for (const { in: place, world } of [it.plug, it.socket]) {
    const found = await typeOf(reference, place, world);
    if (typeof found !== 'string') return found;
    types.push(found);
  }
  const [plug = '', socket = ''] = types;
  const outer = new Outer(reference);
  const missing = await outer.instantiate('plug', plug, it.plug.in, new Map());
  if (missing !== undefined) return missing;
  const exports = new Set(children(plug, '(export').map(nameOf));
  const wiring = it.wiring ?? new Map(children(socket, '(import').map((one) => [nameOf(one), nameOf(one)]));
  const given = new Map<string, string>();
  for (const [wanted, offered] of wiring) if (exports.has(offered)) given.set(wanted, `(instance $plug "${offered}")`);
  const rest = await outer.instantiate('socket', socket, it.socket.in, given);
  if (rest !== undefined) return rest;
  const text = outer.text();
  return verdict(await reference.ask((tools) => tools.componentWit(tools.parse(text))), 'L2');
}

async function typeOf(reference: Reference, place: PackagePath, world?: string): Promise<string | Verdict> {
  const module = await reference.module(place, world);
  if (module.kind !== 'value') return verdict(module, 'L2');
  const text = await reference.ask((tools) => worldType(tools, module.value));
  return text.kind === 'value' ? text.value : verdict(text, 'L2');
}

/** The component around them all. */
class Outer {
  readonly #reference: Reference;
  readonly #lines: string[] = [];
  /** Where each interface comes from. */
  readonly #provided = new Map<string, string>();

  constructor(reference: Reference) {
    this.#reference = reference;
  }

  text(): string {
    return `(component\n${this.#lines.join('\n')}\n)`;
  }

  /** Undefined when it is done. */
  async instantiate(
    name: string,
    type: string,
    place: PackagePath,
    given: ReadonlyMap<string, string>,
  ): Promise<Fit | undefined> {
    const args: string[] = [];
    for (const one of children(type, '(import')) {
      const wanted = nameOf(one);
      const known = given.get(wanted) ?? this.#provided.get(wanted);
      if (known === undefined) {
        const failed = await this.#provide(wanted, place);
        if (failed !== undefined) return failed;
      }
      args.push(`(with "${wanted}" ${known ?? this.#provided.get(wanted)})`);
    }
    this.#lines.push(
      `(type $${name}-type ${type})`,
      `(import "${name}" (component $${name}-component (type $${name}-type)))`,
      `(instance $${name} (instantiate $${name}-component ${args.join(' ')}))`,
    );
    return undefined;
  }

  async #provide(wanted: string, place: PackagePath): Promise<Fit | undefined> {
    if (!wanted.includes('/')) return { kind: 'unknown', reason: `nothing provides \`${wanted}\`` };
    const provider = `${PROVIDER}-${this.#provided.size}`;
    const { world, ...extended } = this.#reference.withWorld(place, `export ${escapedPath(wanted)};`);
    const type = await typeOf(this.#reference, extended, world);
    if (typeof type !== 'string') return type;
    const failed = await this.instantiate(provider, type, place, new Map());
    this.#provided.set(wanted, `(instance $${provider} "${wanted}")`);
    return failed;
  }
}

function nameOf(item: string): string {
  return /"([^"]*)"/.exec(item)?.[1] ?? '';
}
