// The colours of `.wac` files.

import { expect, it } from 'vitest';
import { loadGrammar, tokenize } from './tokens.ts';

it('tells keywords, packages, labels and names apart', async () => {
  const text = 'let l = new acme:log@1.0.0 { "a:b/c": x.y, import: z, ... }; // end';
  const tokens = tokenize(await loadGrammar('source.wac'), text);
  const scopes = new Map(tokens.map((it) => [it.text.trim(), it.scopes.at(-1)]));
  expect(Object.fromEntries(scopes)).toMatchObject({
    let: 'storage.type.wac',
    l: 'variable.other.wac',
    new: 'keyword.operator.new.wac',
    'acme:log': 'entity.name.namespace.wac',
    '@1.0.0': 'constant.numeric.version.wac',
    '"a:b/c"': 'string.quoted.double.wac',
    import: 'variable.parameter.wac',
    '...': 'keyword.operator.spread.wac',
    '// end': 'comment.line.double-slash.wac',
  });
});
