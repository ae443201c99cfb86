// Attributes of items (`@since`, `@unstable`, `@deprecated`, `@external-id`): what they say, whether they may say it, and
// whether the item is there with the features that are active.

import type { Attribute } from '../syntax/items.ts';
import { compareVersions, type PackageId, packageKey } from './names.ts';
import type { Gate, Loc, Problem, Ref, TypeDef } from './package.ts';

/** The feature gates that are open. */
export interface Features {
  readonly all: boolean;
  readonly active: ReadonlySet<string>;
}

export const NO_FEATURES: Features = { all: false, active: new Set() };
/** Every feature gate is open. */
export const ALL_FEATURES: Features = { all: true, active: new Set() };

export function isActive(gate: Gate, features: Features): boolean {
  return gate.unstable === undefined || features.all || features.active.has(gate.unstable);
}

/** Is the type there with the active features: itself, what it was used from, and its interface? */
export function isThere(type: TypeDef): boolean {
  return type.active && type.owner.active;
}

export interface GateSink {
  readonly problems: Problem[];
  readonly refs: Ref[];
}

/** Reads the attributes of one item. `externalIds`: does `@external-id` mean anything here (else it is passed over)? */
export function readGate(
  attributes: readonly Attribute[],
  uri: string,
  base: number,
  sink: GateSink,
  externalIds = true,
): Gate {
  if (attributes.length === 0) return NO_GATE;
  const gate: { -readonly [K in keyof Gate]: Gate[K] } = {};
  const seen = new Map<string, Attribute>();
  const loc = (node: number): Loc => ({ uri, node: base + node });
  for (const attribute of attributes) {
    const name = attribute.name.text;
    if (!KNOWN.has(name) || (name === 'external-id' && !externalIds)) continue;
    const first = seen.get(name);
    if (first !== undefined) {
      sink.problems.push({
        code: 'gate/duplicate',
        loc: loc(attribute.name.node),
        message: `\`@${name}\` appears twice on one item`,
        related: [{ loc: loc(first.name.node), message: 'the first one is here' }],
        data: { kind: 'remove', loc: loc(attribute.node), what: `the second \`@${name}\`` },
      });
      continue;
    }
    seen.set(name, attribute);
    const text = attribute.value?.text;
    if (text === undefined) continue;
    if (name === 'since') gate.since = text;
    else if (name === 'deprecated') gate.deprecated = text;
    else if (name === 'external-id') gate.externalId = text;
    else {
      gate.unstable = text;
      const at = loc(attribute.value?.node ?? attribute.node);
      sink.refs.push({ loc: at, role: 'reference', target: { kind: 'feature', name: text, loc: at } });
    }
  }
  checkTogether(seen, loc, sink);
  return gate;
}

/** Of most items. */
const NO_GATE: Gate = {};

const KNOWN = new Set(['since', 'unstable', 'deprecated', 'external-id']);

function checkTogether(seen: ReadonlyMap<string, Attribute>, loc: (node: number) => Loc, sink: GateSink): void {
  const since = seen.get('since');
  const unstable = seen.get('unstable');
  const deprecated = seen.get('deprecated');
  if (since !== undefined && unstable !== undefined) {
    sink.problems.push({
      code: 'gate/since-and-unstable',
      loc: loc(since.name.node),
      message: 'an item cannot have both `@since` and `@unstable`',
      related: [{ loc: loc(unstable.name.node), message: '`@unstable` is here' }],
    });
  }
  // One whose argument cannot be read has a problem of its own.
  if (deprecated?.value !== undefined && since === undefined && unstable === undefined) {
    sink.problems.push({
      code: 'gate/deprecated-alone',
      loc: loc(deprecated.name.node),
      message: '`@deprecated` requires `@since` or `@unstable` on the same item',
    });
  }
}

/** Checks `@since` against the version of the package (wit-parser: "feature gate cannot reference unreleased version"). */
export function checkSince(gate: Gate, id: PackageId, loc: Loc, problems: Problem[]): void {
  if (gate.since === undefined) return;
  if (id.version === undefined) {
    problems.push({
      code: 'gate/needs-version',
      loc,
      message: `this item has \`@since\`, so the package \`${packageKey(id)}\` must have a version`,
    });
  } else if (compareVersions(gate.since, id.version) > 0) {
    problems.push({
      code: 'gate/unreleased',
      loc,
      message: `\`@since(version = ${gate.since})\` is later than the version of the package, ${id.version}`,
      data: { kind: 'version', loc, version: id.version },
    });
  }
}
