import { expect, it } from 'vitest';
import { resultOf, type Steps } from './steps.ts';

function* sum(depth: number): Steps<number> {
  if (depth === 0) return 0;
  const left = yield sum(depth - 1);
  const right = yield sum(0);
  return left + right + 1;
}

it('computes what is nested deeper than any call stack', () => {
  expect(resultOf(sum(0))).toBe(0);
  expect(resultOf(sum(200_000))).toBe(200_000);
});

it('what fails fails as a whole', () => {
  function* failing(): Steps<number> {
    yield sum(2);
    throw new Error('no');
  }
  expect(() => resultOf(failing())).toThrow('no');
});
