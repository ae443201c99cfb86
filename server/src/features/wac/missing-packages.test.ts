import { expect, it } from 'vitest';
import { fileNames } from './missing-packages.ts';

it('a component lies in a file of its name, with hyphens or, as Cargo has it, underscores', () => {
  expect(fileNames('shop')).toEqual(['shop.wasm']);
  expect(fileNames('my-big-shop')).toEqual(['my-big-shop.wasm', 'my_big_shop.wasm']);
});
