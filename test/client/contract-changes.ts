// Contract changes as the server tells them, for tests of what the client makes of them.

import type { ContractChange, PackageContract } from '../../server/src/lsp/contract-protocol.ts';

export const at = (line: number, uri = 'file:///w/a.wit') => ({
  uri,
  range: { start: { line, character: 0 }, end: { line, character: 5 } },
});

export function change(
  level: ContractChange['level'],
  item: string,
  more: Partial<ContractChange> = {},
): ContractChange {
  return {
    kind: `${level}-kind`,
    item,
    owner: '',
    page: '',
    level,
    importer: 'ok' as ContractChange['importer'],
    implementer: 'ok' as ContractChange['implementer'],
    hazard: 'none' as ContractChange['hazard'],
    message: `\`${item}\` changed`,
    severity: 'warning',
    suppressed: false,
    accepted: null,
    breaks: { importers: [], implementers: [] },
    before: 'old',
    after: 'new',
    location: at(1),
    baseLocation: at(2, 'wit-base:/0123abcd/a.wit'),
    ...more,
  };
}

export function contract(
  name: string,
  changes: readonly ContractChange[],
  more: Partial<PackageContract> = {},
): PackageContract {
  return {
    name,
    baseVersion: '1.0.0',
    version: '1.0.0',
    required: '2.0.0',
    level: changes[0]?.level ?? 'none',
    covered: false,
    base: { label: 'main', commit: '0123456789abcdef', note: null },
    location: null,
    verdict: `${changes.length} changes`,
    stale: false,
    changes,
    ...more,
  };
}
