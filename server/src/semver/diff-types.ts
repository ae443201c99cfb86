// What happened to one type that both versions have under one name.

import { layoutOfDefinition } from '../model/memory-layout.ts';
import type { CaseDef, FieldDef, TypeDef } from '../model/package.ts';
import { resourceOf } from '../model/package.ts';
import type { Comparison, Found } from './comparison.ts';
import { typeChange } from './diff-func.ts';
import { diffList, type ListDiff, type Pair } from './diff-list.ts';
import type { RuleId } from './table.ts';
import { typeDefText, typeText } from './text.ts';
import { expand, membersOf, refTo } from './types-equal.ts';

interface TypeChange {
  readonly comparison: Comparison;
  readonly path: string;
  readonly before: TypeDef;
  readonly after: TypeDef;
}

export function compareType(comparison: Comparison, path: string, before: TypeDef, after: TypeDef): void {
  const it: TypeChange = { comparison, path, before, after };
  if (before.def.kind === 'use' || after.def.kind === 'use') compareUse(it);
  else if (before.def.kind === 'alias' || after.def.kind === 'alias') compareAlias(it);
  else if (before.def.kind !== after.def.kind) kindChanged(it);
  else if (before.def.kind !== 'resource') compareMembers(it);
}

function whole({ before, after }: TypeChange): Pick<Found, 'whole' | 'baseWhole' | 'before' | 'after'> {
  return { whole: after.item, baseWhole: before.item, before: typeDefText(before), after: typeDefText(after) };
}

/** At the names of both. */
function named(it: TypeChange): Pick<Found, 'loc' | 'baseLoc' | 'whole' | 'baseWhole' | 'before' | 'after'> {
  return { ...whole(it), loc: it.after.loc, baseLoc: it.before.loc };
}

function kindChanged(it: TypeChange): void {
  const { comparison, path, before, after } = it;
  comparison.add('type-kind-changed', path, {
    ...named(it),
    detail: `\`${after.name}\` was ${kindWord(before)}, is ${kindWord(after)}`,
    silent: { type: before },
  });
}

function kindWord({ def }: TypeDef): string {
  if (def.kind === 'alias') return `\`${typeText(def.type)}\``;
  return def.kind === 'enum' || def.kind === 'use' ? `an \`${def.kind}\`` : `a \`${def.kind}\``;
}

/** At least one is an alias: what counts is what it stands for. */
function compareAlias(it: TypeChange): void {
  const { comparison, path, before, after } = it;
  const { equal } = comparison;
  const [old, now] = [refTo(before), refTo(after)];
  if (before.def.kind === 'alias' && after.def.kind === 'alias') {
    if (equal.same(before.def.type, after.def.type)) return;
    comparison.add('alias-target-changed', path, {
      ...whole(it),
      ...typeChange(comparison, before.def.type, after.def.type),
      detail: `\`${after.name}\` was \`${typeText(before.def.type)}\`, is \`${typeText(after.def.type)}\``,
      silent: { type: before },
    });
    return;
  }
  const [a, b] = [expand(old), expand(now)];
  // A definition and an alias of an equal one are the same type, unless it is a resource.
  const resource = resourceOf(before) !== undefined || resourceOf(after) !== undefined;
  if (a === undefined || b === undefined || (!resource && equal.sameDefinition(before, after))) return;
  const sameKind = a.kind === 'named' && b.kind === 'named' && a.def.def.kind === b.def.def.kind;
  if (!sameKind) return kindChanged(it);
  comparison.add('alias-target-changed', path, {
    ...named(it),
    detail: `\`${after.name}\` was ${kindWord(before)}, is ${kindWord(after)}`,
    silent: { type: before },
  });
}

/** At least one comes from another interface. */
function compareUse(it: TypeChange): void {
  const { comparison, path, before, after } = it;
  const { equal } = comparison;
  const resource = resourceOf(before) !== undefined || resourceOf(after) !== undefined;
  if (before.def.kind === 'use' && after.def.kind === 'use') {
    const [old, now] = [before.def.target, after.def.target];
    // What is missing is a problem of its own; what corresponds is compared where it is defined.
    if (old === undefined || now === undefined || equal.corresponds(old, now)) return;
    const same = resource ? sameResource(it) : equal.sameDefinition(old, now);
    comparison.add('use-source-changed', path, {
      ...named(it),
      detail: `\`${after.name}\` came from ${sourceOf(before)}, comes from ${sourceOf(after)}${same ? '; the type is the same' : ''}`,
      silent: same ? undefined : { type: before },
      ...(same ? { level: 'dangerous' as const } : {}),
    });
    return;
  }
  const unknown = expand(refTo(before)) === undefined || expand(refTo(after)) === undefined;
  if (unknown) return;
  if (before.def.kind === 'use') {
    comparison.add('use-inlined', path, {
      ...named(it),
      detail: `\`${after.name}\` came from ${sourceOf(before)}, is defined here`,
    });
    if (!resource && !equal.sameDefinition(before, after)) definedAnew(it);
    return;
  }
  if (resource) {
    comparison.add('resource-moved', path, {
      ...named(it),
      detail: `\`${after.name}\` is in ${sourceOf(after)} now; the \`use\` here does not bring its methods back`,
    });
  } else if (equal.sameDefinition(before, after)) {
    comparison.add('type-moved-with-use', path, {
      ...named(it),
      detail: `\`${after.name}\` is in ${sourceOf(after)} now`,
    });
  } else definedAnew(it);
}

function sameResource({ comparison, before, after }: TypeChange): boolean {
  const [old, now] = [resourceOf(before), resourceOf(after)];
  return old !== undefined && now !== undefined && comparison.equal.corresponds(old, now);
}

/** Not only elsewhere, but different. */
function definedAnew(it: TypeChange): void {
  const { comparison, path, before, after } = it;
  const [a, b] = [expand(refTo(before)), expand(refTo(after))];
  const sameKind = a?.kind === 'named' && b?.kind === 'named' && a.def.def.kind === b.def.def.kind;
  comparison.add(sameKind ? 'alias-target-changed' : 'type-kind-changed', path, {
    ...named(it),
    detail: `\`${after.name}\` was \`${typeDefText(before)}\`, is \`${typeDefText(after)}\``,
    silent: { type: before },
  });
}

function sourceOf(type: TypeDef): string {
  const target = type.def.kind === 'use' ? type.def.target : undefined;
  if (target === undefined) return 'nowhere';
  const { owner } = target;
  const { namespace, name, version } = owner.package;
  const foreign = namespace !== type.owner.package.namespace || name !== type.owner.package.name;
  const place = foreign
    ? `${namespace}:${name}/${owner.name ?? ''}${version === undefined ? '' : `@${version}`}`
    : owner.name;
  return `\`${place ?? ''}.${target.name}\``;
}

/** Rules for the members of a kind of type. */
interface MemberRules {
  readonly added: RuleId;
  readonly removed: RuleId;
  readonly renamed: RuleId;
  readonly reordered: RuleId;
  readonly type?: RuleId;
}

const RULES: Readonly<Record<'record' | 'variant' | 'enum' | 'flags', MemberRules>> = {
  record: {
    added: 'record-field-added',
    removed: 'record-field-removed',
    renamed: 'record-field-renamed',
    reordered: 'record-field-reordered',
    type: 'record-field-type-changed',
  },
  variant: {
    added: 'variant-case-added',
    removed: 'variant-case-removed',
    renamed: 'variant-case-renamed',
    reordered: 'variant-case-reordered',
    type: 'variant-payload-changed',
  },
  enum: {
    added: 'enum-case-added',
    removed: 'enum-case-removed',
    renamed: 'enum-case-renamed',
    reordered: 'enum-case-reordered',
  },
  flags: { added: 'flag-added', removed: 'flag-removed', renamed: 'flag-renamed', reordered: 'flag-reordered' },
};

type Member = FieldDef | CaseDef;

function compareMembers(it: TypeChange): void {
  const { comparison, path, before, after } = it;
  const { kind } = after.def;
  if (kind === 'alias' || kind === 'use' || kind === 'resource') return;
  const rules = RULES[kind];
  const { equal } = comparison;
  const diff = diffList<Member>(membersOf(before), membersOf(after), (a, b) => equal.same(a.type, b.type));
  const misread: Found['silent'] = misreads(kind, diff)
    ? { type: before }
    : resized(before, after)
      ? { type: before, inMemory: true }
      : undefined;
  const add = (rule: RuleId, member: Member, found: Found): void =>
    comparison.add(rule, `${path}.${member.name}`, { ...whole(it), ...found, row: path });
  for (const pair of diff.renamed) {
    // With another type as well, that says it all.
    if (!equal.same(pair.before.type, pair.after.type)) continue;
    const detail = `\`${pair.before.name}\` of \`${after.name}\` is \`${pair.after.name}\``;
    add(rules.renamed, pair.after, { detail, loc: pair.after.loc, baseLoc: pair.before.loc });
  }
  for (const pair of diff.recased) {
    const detail = `\`${pair.before.name}\` of \`${after.name}\` is \`${pair.after.name}\``;
    add('case-recased', pair.after, { detail, loc: pair.after.loc, baseLoc: pair.before.loc });
  }
  for (const member of diff.added) {
    const detail = `\`${memberText(member)}\` in \`${after.name}\``;
    add(rules.added, member, { detail, loc: member.loc, baseLoc: before.loc, silent: misread });
  }
  for (const member of diff.removed) {
    const detail = `\`${memberText(member)}\` from \`${after.name}\``;
    add(rules.removed, member, { detail, loc: after.loc, baseLoc: member.loc, silent: misread });
  }
  if (diff.moved !== undefined) {
    add(rules.reordered, diff.moved.after, {
      detail: `\`${after.name} { ${membersOf(after)
        .map((member) => member.name)
        .join(', ')} }\``,
      loc: diff.moved.after.loc,
      baseLoc: diff.moved.before.loc,
      silent: misread,
    });
  }
  if (rules.type === undefined) return;
  for (const pair of diff.kept) memberType(it, rules.type, pair);
}

/** In lists and other memory, is what follows a value of the type elsewhere now? */
function resized(before: TypeDef, after: TypeDef): boolean {
  const [old, now] = [layoutOfDefinition(before), layoutOfDefinition(after)];
  return old.size !== now.size || old.align !== now.align;
}

/** Will a component built with the old type misread a value of the new one, or the other way round? */
function misreads(kind: 'record' | 'variant' | 'enum' | 'flags', diff: ListDiff<Member>): boolean {
  if (diff.moved !== undefined || diff.shifted) return true;
  // A new number of a case is read as whatever lies there. A new flag is a bit that old components ignore.
  if (kind === 'flags') return false;
  return kind === 'record' ? diff.added.length + diff.removed.length > 0 : diff.added.length > 0;
}

function typeWord({ type }: Member): string {
  return type === undefined ? 'nothing' : `\`${typeText(type)}\``;
}

function memberText(member: Member): string {
  if (member.type === undefined) return member.name;
  return `${member.name}: ${typeText(member.type)}`;
}

function memberType(it: TypeChange, rule: RuleId, pair: Pair<Member>): void {
  const { before: old, after: now } = pair;
  const { comparison, path, before, after } = it;
  if (comparison.equal.same(old.type, now.type)) return;
  const at =
    old.type === undefined || now.type === undefined
      ? { loc: now.type?.loc ?? now.loc, baseLoc: old.type?.loc ?? old.loc }
      : typeChange(comparison, old.type, now.type);
  comparison.add(rule, `${path}.${now.name}`, {
    ...whole(it),
    row: path,
    ...at,
    detail:
      old.name === now.name
        ? `\`${now.name}\` of \`${after.name}\` was ${typeWord(old)}, is ${typeWord(now)}`
        : `\`${memberText(old)}\` of \`${after.name}\` is \`${memberText(now)}\``,
    silent: { type: before },
  });
}
