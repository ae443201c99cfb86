// Where else a change of the contract points: to the line that makes it one.

import { expect, it } from 'vitest';
import { placeOf } from '../../server/src/contract/package-contracts.ts';
import { compareArchive, readArchive } from './fixture.ts';

it('what must be provided now points to the worlds that export it', async () => {
  const worlds = 'world guest { import api; }\nworld host { export api; }\nworld both { include host; }\n';
  const compared = await compareArchive(
    readArchive(
      `//- before/a.wit\npackage a:b@1.0.0;\ninterface api { f: func(); }\n${worlds}` +
        `//- after/a.wit\npackage a:b@1.0.0;\ninterface api { f: func(); g: func(); }\n${worlds}`,
    ),
  );
  const { snapshot } = compared.after;
  const [change] = compared.reports.flatMap((it) => it.changes);
  const told = (change?.related ?? []).map(({ loc, message }) => {
    const span = placeOf(snapshot, loc);
    return [message, snapshot.lines(loc.uri)?.text.slice(span?.start, span?.end)];
  });
  expect(told).toEqual([
    ['world `host` exports `api`', 'api'],
    ['world `both` exports `api`', 'host'],
  ]);
});
