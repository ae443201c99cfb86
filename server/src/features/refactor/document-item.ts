// Documentation to be filled in, above an item that has none: a line about it, a line for each parameter, one for the result.

import { indentOf } from '../../check/use-edits.ts';
import { commentsBefore } from '../../syntax/docs.ts';
import type { FuncType } from '../../syntax/items.ts';
import { holderAt } from './items.ts';
import { newlineOf, type Refactoring, rewrite, type Selection } from './selection.ts';

export function documentItem(selection: Selection): Refactoring[] {
  const { tree, span } = selection;
  const holder = holderAt(tree, span);
  if (holder === undefined || commentsBefore(tree, holder.start).length > 0) return [];
  const { item, start } = holder;
  // The toolchain gives `use` and `include` no documentation.
  if (item.kind === 'use' || item.kind === 'include') return [];
  const func =
    'func' in item ? item.func : 'extern' in item && item.extern.kind === 'func' ? item.extern.func : undefined;
  const indent = indentOf(tree.text, start);
  const text = ['TODO', ...(func === undefined ? [] : partsOf(func))]
    .map((line) => `${line === '' ? '///' : `/// ${line}`}${newlineOf(tree)}${indent}`)
    .join('');
  return [rewrite(selection, 'Document this item', 'refactor.rewrite', [{ start, end: start, text }])];
}

function partsOf({ params, result }: FuncType): string[] {
  const named = params.map((it) => `- \`${it.name.text}\`: TODO`);
  return [
    ...(named.length === 0 ? [] : ['', 'Parameters:', '', ...named]),
    ...(result === undefined ? [] : ['', 'Returns TODO.']),
  ];
}
