// Types and functions in one line: what they were before, what they are now.

import type { Func, Gate, Type, TypeDef } from '../model/package.ts';
import {
  escapeName,
  funcText as funcTextIn,
  funcTypeText,
  gateLines,
  memberOfText,
  membersOf,
  type TypeStyle,
  typeText as typeTextIn,
  useText,
} from '../model/print.ts';

/** A definition of many members is cut: the text is for one line of a message. */
const MEMBERS = 8;
/** More than the 16 that are passed flat. */
const PARAMETERS = 32;
const STYLE: TypeStyle = { own: true, unknown: () => '?' };

export function typeText(type: Type): string {
  return typeTextIn(type, STYLE);
}

/** Parameters and result, without a name: the same for whatever kind of function it is. */
export function signatureText(func: Func): string {
  return cut(func, (shown) => funcTypeText(shown, STYLE)).replace(/^constructor/, 'func');
}

export function funcText(func: Func): string {
  return cut(func, (shown) => funcTextIn(shown, STYLE));
}

/** Each changed parameter comes with the text of its function: only a bound keeps them linear together. */
function cut(func: Func, text: (shown: Func) => string): string {
  if (func.params.length <= PARAMETERS) return text(func);
  return text({ ...func, params: func.params.slice(0, PARAMETERS - 1) }).replace(')', ', …)');
}

export function typeDefText(type: TypeDef): string {
  const name = escapeName(type.name);
  const { def } = type;
  switch (def.kind) {
    case 'alias':
      return `type ${name} = ${typeText(def.type)}`;
    case 'use':
      return usedText(type.name, def.target);
    case 'resource':
      return `resource ${name}`;
    case 'record':
    case 'flags':
    case 'enum':
    case 'variant': {
      const members = membersOf(type);
      const isCut = members.length > MEMBERS;
      const shown = (isCut ? members.slice(0, MEMBERS - 1) : members).map((it) => memberOfText(type, it, STYLE));
      return `${def.kind} ${name} { ${[...shown, ...(isCut ? ['…'] : [])].join(', ')} }`;
    }
  }
}

function usedText(here: string, target: TypeDef | undefined): string {
  const path = target === undefined ? '…' : (target.owner.name ?? '…');
  return useText(path, [{ name: target?.name ?? here, here }]).slice(0, -1);
}

export function gateText({ externalId: _, ...gate }: Gate): string {
  return gateLines(gate).join(' ');
}
