// type/getter-parameters, type/getter-result, type/setter-parameters, type/setter-result: what getters and setters take and
// return (wit-parser `Resolver::resolve_accessor`).

import type { Func, Interface, Loc, Problem, Type, World } from '../../../model/package.ts';
import { unalias } from '../../../model/resolve-func.ts';
import { funcsOf } from '../../../model/visit.ts';
import type { Code } from '../../catalogue.ts';

export function accessorSignature(owner: Interface | World): readonly Problem<Code>[] {
  return funcsOf(owner).flatMap((func) => {
    if (func.accessor === undefined) return [];
    return func.accessor === 'get' ? getterFaults(func) : setterFaults(func);
  });
}

function getterFaults(func: Func): Problem<Code>[] {
  const { label, params, result, loc, word = loc } = func;
  const faults: Problem<Code>[] = [];
  if (params[0] !== undefined)
    faults.push(
      fault('type/getter-parameters', params[0].loc, `the getter of \`${label}\` has parameters; a getter takes none`),
    );
  if (result === undefined)
    faults.push(
      fault('type/getter-result', word, `the getter of \`${label}\` returns nothing; write \`get() -> type\``),
    );
  return faults;
}

function setterFaults(func: Func): Problem<Code>[] {
  const { label, params, result, loc, word = loc } = func;
  const faults: Problem<Code>[] = [];
  if (params.length !== 1) {
    const count = params.length === 0 ? 'no parameter' : `${params.length} parameters`;
    const message = `the setter of \`${label}\` has ${count}; a setter takes exactly one, the new value`;
    faults.push(fault('type/setter-parameters', params[1]?.loc ?? word, message));
  }
  if (result !== undefined && !isOutcome(func)) {
    const what = isResult(unalias(result)) ? 'a `result` by a second name' : 'a value';
    const message = `the setter of \`${label}\` returns ${what}; a setter returns nothing, or a \`result\` without an ok type, like \`result<_, string>\``;
    faults.push({ ...fault('type/setter-result', result.loc, message), head: true });
  }
  return faults;
}

/** A `result` that carries no value, or the name that is defined as one: another name of that, or a used one, is none. */
function isOutcome({ result }: Func): boolean {
  if (result === undefined || unalias(result).kind === 'error') return true;
  return isResult(result.kind === 'ref' && result.def.def.kind === 'alias' ? result.def.def.type : result);
}

function isResult(type: Type): boolean {
  return type.kind === 'result' && type.ok === undefined;
}

function fault(code: Code, loc: Loc, message: string): Problem<Code> {
  return { code, loc, message };
}
