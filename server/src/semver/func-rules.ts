// Which rule says that a function came or went: there is one for each kind of function.

import type { Func } from '../model/package.ts';
import type { RuleId } from './table.ts';

const ADDED: Readonly<Record<Func['kind'], RuleId>> = {
  free: 'func-added',
  method: 'method-added',
  static: 'static-added',
  constructor: 'constructor-added',
};
const REMOVED: Readonly<Record<Func['kind'], RuleId>> = {
  free: 'func-removed',
  method: 'method-removed',
  static: 'static-removed',
  constructor: 'constructor-removed',
};

export function addedRule({ kind, accessor }: Func): RuleId {
  if (accessor === undefined) return ADDED[kind];
  return accessor === 'get' ? 'getter-added' : 'setter-added';
}

export function removedRule({ kind, accessor }: Func): RuleId {
  if (accessor === undefined) return REMOVED[kind];
  return accessor === 'get' ? 'getter-removed' : 'setter-removed';
}
