// type/duplicate-member: fields, cases, flags and parameters of one type are told apart without regard to case
// and hyphens (wit-parser `check_unique_names`, `resolve_params`).

import { labelKey } from '../../../model/names.ts';
import type { Interface, Loc, Problem, World } from '../../../model/package.ts';
import { funcsOf, ownTypes } from '../../../model/visit.ts';
import type { Code } from '../../catalogue.ts';
import { difference } from '../name/clashes.ts';

interface Member {
  readonly name: string;
  readonly loc: Loc;
}

export function duplicateMember(owner: Interface | World): readonly Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  for (const { name, def } of ownTypes(owner)) {
    if (def.kind === 'record') problems.push(...clashes(`record \`${name}\``, 'field', def.fields, true));
    else if (def.kind === 'flags') problems.push(...clashes(`flags \`${name}\``, 'flag', def.cases, true));
    else if (def.kind === 'enum' || def.kind === 'variant')
      problems.push(...clashes(`${def.kind} \`${name}\``, 'case', def.cases, true));
  }
  for (const func of funcsOf(owner)) {
    const self = func.kind === 'method' ? [{ name: 'self', loc: func.loc }] : [];
    // Exactly equal parameters are refused earlier: `type/duplicate-param`.
    problems.push(...clashes(`function \`${func.label}\``, 'parameter', [...self, ...func.params], false));
  }
  return problems;
}

function clashes(where: string, what: string, members: readonly Member[], exact: boolean): Problem<Code>[] {
  if (members.length < 2) return [];
  const problems: Problem<Code>[] = [];
  const seen = new Map<string, Member>();
  for (const member of members) {
    if (member.name === '') continue;
    const key = labelKey(member.name);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, member);
      continue;
    }
    if (first.name === member.name && !exact) continue;
    const message =
      first.name === member.name
        ? `${where} has two members named \`${member.name}\``
        : `the ${what}s \`${member.name}\` and \`${first.name}\` of ${where} differ only in ${difference(member.name, first.name)}, so they are the same name to a component`;
    problems.push({
      code: 'type/duplicate-member',
      loc: member.loc,
      message,
      related: [{ loc: first.loc, message: `\`${first.name}\` is defined here` }],
    });
  }
  return problems;
}
