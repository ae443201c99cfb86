// What happened to one function: its parameters, its result, `async`, and whether it can fail.

import type { Func, Loc, ParamDef, Type } from '../model/package.ts';
import { isLeaf, partsOf } from '../model/type.ts';
import { sameShape } from '../syntax/generic-types.ts';
import type { Comparison, Found, FuncPair } from './comparison.ts';
import { diffList, type Pair } from './diff-list.ts';
import { coreSignature } from './flat.ts';
import { signatureText, typeText } from './text.ts';

interface FuncChange {
  readonly comparison: Comparison;
  readonly path: string;
  readonly before: Func;
  readonly after: Func;
  /** Is it in an interface with a name, which toolchains merge when a component imports two versions of it? */
  readonly merged: boolean;
}

export function compareFunc(comparison: Comparison, path: string, { before, after }: FuncPair, merged: boolean): void {
  if (comparison.equal.writtenSignature(before, after)) return;
  const it: FuncChange = { comparison, path, before, after, merged };
  const turned = compareAsync(it);
  compareParams(it);
  if (!turned) compareResult(it);
}

/** `r.put`, as the interface knows it. */
function nameOf({ label, resource }: Func): string {
  return `\`${resource === undefined ? label : `${resource.name}.${label}`}\``;
}

function places(it: FuncChange): Pick<Found, 'whole' | 'baseWhole' | 'before' | 'after' | 'row'> {
  const { before, after, path } = it;
  return {
    row: path,
    whole: after.item,
    baseWhole: before.item,
    before: signatureText(before),
    after: signatureText(after),
  };
}

/** True when the result has changed with it: `async func() -> t` and `func() -> future<t>` are two ways to say one thing. */
function compareAsync(it: FuncChange): boolean {
  const { comparison, path, before, after } = it;
  if (before.async === after.async) return false;
  const name = (func: Func): string => (func.async ? '`async func`' : '`func`');
  comparison.add('async-changed', path, {
    ...places(it),
    detail: `\`${before.label}\` was ${name(before)}, is ${name(after)}`,
    loc: after.async ? after.item : after.loc,
    word: after.async ? 'async' : undefined,
    baseLoc: before.loc,
  });
  const [awaited, other] = before.async ? [before.result, after.result] : [after.result, before.result];
  return other?.kind === 'future' && comparison.equal.same(awaited, other.of);
}

function compareParams(it: FuncChange): void {
  const { comparison, path, before, after } = it;
  const { equal } = comparison;
  const diff = diffList(before.params, after.params, (a, b) => equal.same(a.type, b.type));
  const add = (kind: Parameters<Comparison['add']>[0], param: ParamDef, found: Found): void =>
    comparison.add(kind, `${path}.${param.name}`, { ...places(it), ...found });
  for (const pair of diff.renamed) {
    // With another type as well, that says it all.
    if (!equal.same(pair.before.type, pair.after.type)) continue;
    add('param-renamed', pair.after, {
      detail: `\`${pair.before.name}\` of ${nameOf(after)} is \`${pair.after.name}\``,
      loc: pair.after.loc,
      baseLoc: pair.before.loc,
    });
  }
  for (const pair of diff.recased) {
    add('param-recased', pair.after, {
      detail: `\`${pair.before.name}\` of ${nameOf(after)} is \`${pair.after.name}\``,
      loc: pair.after.loc,
      baseLoc: pair.before.loc,
    });
  }
  for (const param of diff.added) {
    add('param-added', param, {
      detail: `\`${param.name}: ${typeText(param.type)}\` in ${nameOf(after)}`,
      loc: param.loc,
      baseLoc: before.loc,
    });
  }
  for (const param of diff.removed) {
    add('param-removed', param, {
      detail: `\`${param.name}: ${typeText(param.type)}\` from ${nameOf(after)}`,
      loc: after.loc,
      baseLoc: param.loc,
    });
  }
  if (diff.moved !== undefined) {
    add('param-reordered', diff.moved.after, {
      detail: `\`${after.label}(${after.params.map((param) => param.name).join(', ')})\``,
      loc: diff.moved.after.loc,
      baseLoc: diff.moved.before.loc,
    });
  }
  for (const pair of diff.kept) {
    if (equal.same(pair.before.type, pair.after.type)) continue;
    const kind = onlyOwnership(comparison, pair.before.type, pair.after.type)
      ? 'handle-ownership-changed'
      : 'param-type-changed';
    add(kind, pair.after, {
      ...typeChange(comparison, pair.before.type, pair.after.type),
      detail: typeDetail(pair, it),
      silent: unnoticed(it, pair.before.type, pair.after.type),
    });
  }
  for (const { before: old, after: now } of diff.kept)
    if (equal.same(old.type, now.type)) respelled(it, `${path}.${now.name}`, old.type, now.type);
}

function compareResult(it: FuncChange): void {
  const { comparison, path, before, after } = it;
  const { equal } = comparison;
  const [old, now] = [before.result, after.result];
  if (equal.same(old, now)) {
    if (old !== undefined && now !== undefined) respelled(it, path, old, now);
    return;
  }
  const label = before.kind === 'constructor' ? 'constructor' : before.label;
  const base = { ...places(it), baseLoc: old?.loc ?? before.loc };
  if (before.kind === 'constructor' && (old === undefined || now === undefined)) {
    const what = now === undefined ? 'it can no longer fail' : `it can fail now, with \`${typeText(now)}\``;
    comparison.add('constructor-fallible', path, { ...base, detail: what, loc: now?.loc ?? after.loc });
  } else if (old === undefined && now !== undefined) {
    const detail = `\`${label}\` returns \`${typeText(now)}\``;
    comparison.add('result-added', path, { ...base, detail, loc: now.loc });
  } else if (old !== undefined && now === undefined) {
    const detail = `\`${label}\` returned \`${typeText(old)}\``;
    comparison.add('result-removed', path, { ...base, detail, loc: after.loc });
  } else if (old !== undefined && now !== undefined) {
    const kind = onlyOwnership(comparison, old, now) ? 'handle-ownership-changed' : 'result-type-changed';
    comparison.add(kind, path, {
      ...base,
      ...typeChange(comparison, old, now),
      detail: `of \`${label}\` was \`${typeText(old)}\`, is \`${typeText(now)}\``,
      silent: unnoticed(it, old, now),
    });
  }
}

function onlyOwnership(comparison: Comparison, before: Type, after: Type): boolean {
  return comparison.equal.same(before, after, { anyOwnership: true });
}

/** Another named type that is equal: components cannot tell, code that is generated anew can. */
function respelled(it: FuncChange, path: string, before: Type, after: Type): void {
  const { comparison } = it;
  if (it.merged) primitiveRespelled(it, path, before, after);
  const [old, now] = narrow(before, after, (a, b) => sameNames(comparison, a, b));
  if (old.kind !== 'ref' || now.kind !== 'ref' || sameNames(comparison, old, now)) return;
  const nominal = (type: Type): boolean =>
    type.kind === 'ref' && type.def.def.kind !== 'alias' && type.def.def.kind !== 'use';
  if (!nominal(old) || !nominal(now)) return;
  comparison.add('type-respelled', path, {
    ...places(it),
    detail: `\`${typeText(old)}\` of ${nameOf(it.after)} is \`${typeText(now)}\`, which is the same`,
    loc: now.loc,
    baseLoc: old.loc,
  });
}

/** Do the two mention the same names? */
function sameNames(comparison: Comparison, before: Type, after: Type): boolean {
  if (before.kind === 'ref' && after.kind === 'ref') return comparison.equal.corresponds(before.def, after.def);
  const [a, b] = [partsOf(before), partsOf(after)];
  return a.length !== b.length || a.every((type, index) => sameNames(comparison, type, b[index] ?? type));
}

/** A primitive type where an alias of it was, or the other way round: types are equal, and merged imports are refused. */
function primitiveRespelled(it: FuncChange, path: string, before: Type, after: Type): void {
  const { comparison } = it;
  // Of an unknown type nobody knows what it was.
  if (before.kind === 'error' || after.kind === 'error') return;
  if ((before.kind === 'primitive') === (after.kind === 'primitive') || !comparison.mayMerge) return;
  comparison.add('primitive-respelled', path, {
    ...places(it),
    detail: `\`${typeText(before)}\` of ${nameOf(it.after)} is \`${typeText(after)}\``,
    loc: after.loc,
    baseLoc: before.loc,
  });
}

/** `\`a\` of \`f\` was \`u32\`, is \`u64\``, or both names where there are two. */
function typeDetail({ before, after }: Pair<ParamDef>, { after: func }: FuncChange): string {
  const [old, now] = [typeText(before.type), typeText(after.type)];
  const of = `of ${nameOf(func)}`;
  if (before.name === after.name) return `\`${after.name}\` ${of} was \`${old}\`, is \`${now}\``;
  return `\`${before.name}: ${old}\` ${of} is \`${after.name}: ${now}\``;
}

/** The innermost places that differ. */
export function typeChange(comparison: Comparison, before: Type, after: Type): { loc: Loc; baseLoc: Loc } {
  const how = comparison.equal.same(before, after, { anyOwnership: true }) ? {} : { anyOwnership: true };
  const [old, now] = narrow(before, after, (a, b) => comparison.equal.same(a, b, how));
  return { loc: now.loc, baseLoc: old.loc };
}

/** Goes down while everything around is the same and exactly one part differs. */
function narrow(before: Type, after: Type, same: (before: Type, after: Type) => boolean): [Type, Type] {
  let [old, now] = [before, after];
  for (;;) {
    if (isLeaf(old) || isLeaf(now) || !sameShape(old, now)) return [old, now];
    const [a, b] = [partsOf(old), partsOf(now)];
    const different = a.flatMap((type, index) => {
      const other = b[index];
      return other === undefined || same(type, other) ? [] : [[type, other] as const];
    });
    const [only] = different;
    if (only === undefined || different.length > 1) return [old, now];
    [old, now] = only;
  }
}

/** Imports of one track are merged by comparing primitive types and nothing inside the others. */
function unnoticed(it: FuncChange, before: Type, after: Type): true | undefined {
  if (before.kind === 'primitive' || after.kind === 'primitive') return undefined;
  return coreSignature(it.before) === coreSignature(it.after) ? true : undefined;
}
