// The names of our own requests, notifications and commands: what clients were written against stays, and docs/protocol.md
// has each of them.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import * as contracts from './contract-protocol.ts';
import * as documentation from './documentation-protocol.ts';
import * as published from './published-protocol.ts';
import * as requests from './requests.ts';
import * as worlds from './world-protocol.ts';

const names = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(names) : [];
};

it('are these', () => {
  const all = [contracts, documentation, published, requests, worlds].flatMap(names).sort();
  expect(all).toEqual(
    [
      ...['wit/contractChanges', 'wit/contractReport', 'wit/contractBases', 'wit/chooseContractBase'],
      ...['wit/contractChangesChanged', 'wit.showContractChanges', 'wit.showContractReport', 'wit.chooseBase'],
      ...['wit/worlds', 'wit/worldPreview', 'wit/renderWorld', 'wit/composeWorlds', 'wit/composition'],
      ...['wit/compareWorlds', 'wit/worldsChanged', 'wit.previewWorld', 'wit.showWorld', 'wit.previewComposition'],
      ...['wit.showComposition', 'wit-world', 'wit.compose', 'wit.extractPackage', 'wit/extractBinary'],
      ...['wit/documentationLink', 'wit/documentationPage', 'wit/publishedVersions', 'wit.checkRegistry'],
      ...['wit.fetchPackage', 'wit.updateDependency', 'wit.fetchDependencies', 'wit/dependencyStatus'],
      ...['wit.checkDependencies', 'wit/settings', 'wit/fault', 'wit/readFile', 'wit/readDirectory', 'wit/stat'],
    ].sort(),
  );
});

it('are on the page of the protocol', () => {
  const page = readFileSync(path.join(import.meta.dirname, '../../../docs/protocol.md'), 'utf8');
  const all = [contracts, documentation, published, requests, worlds].flatMap(names);
  expect(all.filter((it) => it.includes('/') && !page.includes(`\`${it}\``))).toEqual([]);
});
