// Type definitions must not depend on themselves: every mention counts, inside lists, options and handles too; only the
// functions of a resource do not (wit-parser's `toposort`).

import { syntaxParts, type TypeDecl, type TypeSyntax } from '../syntax/items.ts';
import type { Mutable } from './building.ts';
import { MAX_WAY } from './item-order.ts';
import type { TypeDef } from './package.ts';
import type { FuncScope } from './resolve-func.ts';

interface Definition {
  readonly def: Mutable<TypeDef>;
  readonly decl: TypeDecl;
  readonly base: number;
}

export interface Cycles {
  /** Nodes of references that close a cycle; they get no meaning. */
  readonly cyclic: ReadonlySet<number>;
  /** What is mentioned before what mentions it, else as in the text. */
  readonly order: readonly Definition[];
}

export function findCycles(body: Pick<FuncScope, 'scope' | 'loc'>, definitions: readonly Definition[]): Cycles {
  const byName = new Map(definitions.map((it) => [it.def.name, it]));
  const state = new Map<Definition, 'open' | 'done'>();
  const cyclic = new Set<number>();
  const reported = new Set<number>();
  const order: Definition[] = [];

  // An explicit stack: a chain of aliases may be longer than the call stack is deep.
  for (const start of definitions) {
    if (state.has(start)) continue;
    const stack = [{ definition: start, mentions: mentionsOf(start.decl), next: 0 }];
    const depths = new Map([[start, 0]]);
    state.set(start, 'open');
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      if (top === undefined) break;
      const mention = top.mentions[top.next++];
      if (mention === undefined) {
        state.set(top.definition, 'done');
        order.push(top.definition);
        stack.pop();
        continue;
      }
      const target = byName.get(mention.name);
      if (target === undefined) continue;
      const known = state.get(target);
      if (known === undefined) {
        state.set(target, 'open');
        depths.set(target, stack.length);
        stack.push({ definition: target, mentions: mentionsOf(target.decl), next: 0 });
      } else if (known === 'open') {
        cyclic.add(top.definition.base + mention.node);
        const depth = depths.get(target) ?? 0;
        const way = stack.slice(depth, depth + MAX_WAY).map((it) => it.definition);
        const opened = stack[depth];
        const first = opened?.mentions[opened.next - 1];
        if (first === undefined || reported.has(target.base + first.node)) continue;
        reported.add(target.base + first.node);
        report(body, way, top.definition, first.node);
      }
    }
  }
  return { cyclic, order };
}

/** `cycle`: the first steps; `from` closes it. Reported where the first names the next, as the reference does. */
function report(
  body: Pick<FuncScope, 'scope' | 'loc'>,
  cycle: readonly Definition[],
  from: Definition,
  node: number,
): void {
  const [first, next = first] = cycle;
  if (first === undefined || next === undefined) return;
  const rest = cycle.at(-1) === from ? [] : ['…', `\`${from.def.name}\``];
  const others = cycle.slice(1).map((it) => `\`${it.def.name}\``);
  const steps = [...others, ...rest, `\`${first.def.name}\``, `\`${next.def.name}\``].join(' → ');
  const message =
    cycle.length === 1
      ? `type \`${first.def.name}\` contains itself; a type cannot be recursive`
      : `type \`${next.def.name}\` depends on itself: ${steps}`;
  body.scope.problem('type/cycle', body.loc(first.base, node), message, {
    related: cycle.map((it) => ({ loc: it.def.loc, message: `\`${it.def.name}\` is defined here` })),
  });
}

interface Mention {
  readonly name: string;
  readonly node: number;
}

function mentionsOf(decl: TypeDecl): Mention[] {
  const mentions: Mention[] = [];
  if (decl.kind === 'type') collect(decl.type, mentions);
  else if (decl.kind === 'record') for (const field of decl.fields) collect(field.type, mentions);
  else if (decl.kind === 'variant') for (const it of decl.cases) if (it.type !== undefined) collect(it.type, mentions);
  return mentions;
}

function collect(type: TypeSyntax, mentions: Mention[]): void {
  if (type.kind === 'name') mentions.push({ name: type.name.text, node: type.name.node });
  else if (type.kind === 'own' || type.kind === 'borrow')
    mentions.push({ name: type.resource.text, node: type.resource.node });
  else for (const part of syntaxParts(type)) collect(part, mentions);
}
