// Several paths against one directory: each package is compared with its own past, and what is gone is gone once.

import { expect, it } from 'vitest';
import { directoryWith, run } from '../support/command.ts';

const FILES = {
  'new/x/x.wit': 'package p:x@1.0.0;\ninterface i { f: func(); }\n',
  'new/y/y.wit': 'package p:y@1.0.0;\ninterface i { }\n',
  'old/x/x.wit': 'package p:x@1.0.0;\ninterface i { f: func(); }\n',
  'old/y/y.wit': 'package p:y@1.0.0;\ninterface i { g: func(); }\n',
  'old/z/z.wit': 'package p:z@1.0.0;\ninterface i { }\n',
};

it('tells of each package once', async () => {
  const directory = directoryWith(FILES);
  const { out, status } = await run(directory, [
    'breaking',
    'new/x',
    'new/y',
    '--against',
    './old',
    '--format',
    'json',
  ]);
  const report = JSON.parse(out);
  const kinds = report.packages.flatMap((it: { name: string; changes: { kind: string }[] }) =>
    it.changes.map((change) => `${it.name} ${change.kind}`),
  );
  expect(kinds.sort()).toEqual(['p:y bump-missing', 'p:y func-removed', 'p:z package-removed']);
  expect(status).toBe(1);
});
