// What is said of types that a component gets: by name, by a spread, and such as hold a resource. Which of them wac refuses is in
// verdicts.txt.

import { expect, it } from 'vitest';
import { wacPackages } from '../../server/src/features/worlds/compose.ts';
import { readWac } from '../../server/src/wac/reader.ts';
import { composeWac } from '../../server/src/wac/resolve.ts';
import { fixture } from '../support/fixture.ts';

const WIT = `package acme:parts;
interface store {
  resource h { m: func(); }
  resource k { m: func(); }
  record hh { h: h }
  record kk { h: k }
}
package acme:store { world store { export acme:parts/store; } }
package acme:user { world user { use acme:parts/store.{h, hh}; export f: func(a: h, b: hh); } }
package acme:asks { world asks { use acme:parts/store.{hh}; import g: func(a: hh); export f: func(); } }
`;

async function messages(text: string): Promise<string[]> {
  const { snapshot } = await fixture(WIT);
  const source = `package a:b; let p = new acme:store {}; let q = new acme:store {}; let t = q.store; ${text} export x.f;`;
  const { problems } = composeWac(readWac(source), wacPackages([snapshot]));
  return problems.map((it) => `‹${source.slice(it.span.start, it.span.end)}› ${it.message}`);
}

it('what fits is silent', async () => {
  expect(await messages('let x = new acme:user { store: t, ...t }; export t;')).toEqual([]);
});

it('a resource must have the name that is wanted, alone and in a record', async () => {
  const text = 'let x = new acme:user { store: p.store, h: p.store.k, hh: p.store.kk };';
  expect((await messages(text)).slice(0, 2)).toEqual([
    '‹p.store.k› `k` is not what `h` needs: h: `h` is another resource here than there: `h`, but `k`',
    '‹p.store.kk› `kk` is not what `hh` needs: `hh`, field `h`: `h` is another resource here than there: `h`, but `k`',
  ]);
});

it('and be the one of the instance that is given beside it, also when a spread gives it', async () => {
  const text = 'let x = new acme:user { store: p.store, ...t };';
  const other = 'is another resource here than there: p exports acme:parts/store.h, but q exports acme:parts/store.h';
  expect((await messages(text)).slice(0, 2)).toEqual([
    `‹t› \`h\` is not what \`h\` needs: h: \`h\` ${other}`,
    `‹t› \`hh\` is not what \`hh\` needs: \`hh\`, field \`h\`: \`h\` ${other}`,
  ]);
});

it('a function that is left cannot use a type that is given', async () => {
  expect(await messages('let x = new acme:asks { store: t, ...t, ... };')).toEqual([
    '‹...› `...` imports `g`, which uses `hh`, and that is given, from `acme:parts/store`: what `...` imports can use only types that it imports too; give `g` too',
  ]);
});
