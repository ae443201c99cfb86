// What a policy refuses of a world: the capabilities that its imports give, the interfaces, and single functions.

import { packageKey } from '../model/names.ts';
import type { ElaboratedItem, Func, World } from '../model/package.ts';
import { type Capability, type CustomCapabilities, capabilitiesOf, functionName, hasPower } from './capabilities.ts';
import { matches, type Subject } from './pattern.ts';
import type { AllowDeny, PolicyRule } from './policy-rule.ts';

/** A rule, with whatever else is known of it. */
interface Placed {
  readonly rule: PolicyRule;
}

export interface WorldViolation<R extends Placed> {
  readonly code: 'policy/capability' | 'policy/interface' | 'policy/function';
  readonly rule: R;
  readonly item: ElaboratedItem;
  readonly direction: 'import' | 'export';
  /** What is refused: the id of a capability, a key, the name of a function. Equal for items that are told together. */
  readonly about: string;
  /** As the end of a sentence about the item. */
  readonly text: string;
}

/** Does a rule hold for a world? `patterns`: those of its `for`. */
export function holdsFor(patterns: readonly string[] | undefined, world: World): boolean {
  return patterns === undefined || patterns.some((it) => matches(it, subjectOf(world.package, world.name)));
}

export function worldViolations<R extends Placed>(
  world: World,
  rules: readonly R[],
  custom: CustomCapabilities = {},
): WorldViolation<R>[] {
  const found: WorldViolation<R>[] = [];
  for (const rule of rules) {
    if (!holdsFor(rule.rule.for, world)) continue;
    for (const item of world.imports.values()) {
      for (const it of ofImport(world, item, rule.rule, custom)) found.push({ ...it, rule, item, direction: 'import' });
    }
    for (const item of world.exports.values()) {
      // An export gives its component nothing; who denies it by name means it all the same.
      const denied = capabilitiesOf(item, 'export', custom).filter((it) => isDenied(rule.rule.capabilities, it));
      for (const it of denied) found.push({ ...ofCapability(it, true), rule, item, direction: 'export' });
    }
  }
  return found;
}

type Refused = Pick<WorldViolation<Placed>, 'code' | 'about' | 'text'>;

function ofImport(world: World, item: ElaboratedItem, rule: PolicyRule, custom: CustomCapabilities): Refused[] {
  const { capabilities, interfaces, functions } = rule;
  const found: Refused[] = capabilitiesOf(item, 'import', custom).flatMap((it) => {
    const denied = isDenied(capabilities, it);
    return denied || isLeftOut(capabilities, it) ? [ofCapability(it, denied)] : [];
  });
  const target = item.item.kind === 'interface' ? item.item.interface : undefined;
  // Types alone reach nothing, and a host need not provide them.
  if (target?.name !== undefined && hasPower(target)) {
    const verdict = verdictOf(interfaces, (it) => matches(it, subjectOf(target.package, target.name)));
    if (verdict !== undefined) found.push({ code: 'policy/interface', about: item.key, text: `is ${verdict}` });
  }
  for (const { func, subject } of functionsOf(world, item)) {
    const verdict = verdictOf(functions, (it) => matches(it, subject));
    if (verdict === undefined || func.accessor === 'set') continue;
    const name = subject.function ?? '';
    found.push({ code: 'policy/function', about: `${item.key}#${name}`, text: `has \`${name}\`, which is ${verdict}` });
  }
  return found;
}

/** What of an import can be called, as patterns name it: `f`, `resource.f`, `resource.constructor`. */
function functionsOf(world: World, item: ElaboratedItem): { readonly func: Func; readonly subject: Subject }[] {
  if (item.item.kind === 'func') {
    const { func } = item.item;
    return [{ func, subject: { ...subjectOf(world.package, world.name), function: functionName(func) } }];
  }
  const target = item.item.kind === 'interface' ? item.item.interface : undefined;
  const funcs = [...(target?.funcs.values() ?? [])].filter((it) => it.active);
  const from = target?.name === undefined ? subjectOf(world.package, item.key) : subjectOf(target.package, target.name);
  return funcs.map((func) => ({ func, subject: { ...from, function: functionName(func) } }));
}

/** A capability by its id; one that no table knows also as `host-defined`. */
function namesOf({ id }: Capability): string[] {
  return id.startsWith('host ') ? [id.slice('host '.length), 'host-defined'] : [id];
}

function isDenied(rule: AllowDeny | undefined, it: Capability): boolean {
  return namesOf(it).some((name) => rule?.deny?.includes(name) === true);
}

function isLeftOut(rule: AllowDeny | undefined, it: Capability): boolean {
  return rule?.allow !== undefined && !namesOf(it).some((name) => rule.allow?.includes(name) === true);
}

function ofCapability(it: Capability, denied: boolean): Refused {
  const text = `gives \`${namesOf(it).at(-1)}\` (${it.sentence}), which is ${denied ? DENIED : NOT_ALLOWED}`;
  return { code: 'policy/capability', about: it.id, text };
}

const DENIED = 'denied';
const NOT_ALLOWED = 'not among what is allowed';

/** Undefined when it is allowed. */
export function verdictOf(rule: AllowDeny | undefined, fits: (pattern: string) => boolean): string | undefined {
  if (rule?.deny?.some(fits) === true) return DENIED;
  return rule?.allow === undefined || rule.allow.some(fits) ? undefined : NOT_ALLOWED;
}

function subjectOf(
  id: { readonly namespace: string; readonly name: string; readonly version?: string },
  item: string | undefined,
): Subject {
  return { package: packageKey({ namespace: id.namespace, name: id.name }), version: id.version, item };
}
