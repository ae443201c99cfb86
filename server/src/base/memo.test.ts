import { expect, it } from 'vitest';
import { memo, memoByName, WeakPairMap } from './memo.ts';

it('computes once for each object, undefined too', () => {
  let calls = 0;
  const answer = memo((_: object) => {
    calls++;
    return undefined;
  });
  const [one, other] = [{}, {}];
  for (const key of [one, one, other, one]) expect(answer(key)).toBeUndefined();
  expect(calls).toBe(2);
});

it('computes once for each object and name', () => {
  const calls: string[] = [];
  const answer = memoByName((key: { readonly id: number }, name, more: string) => {
    calls.push(`${key.id} ${name}`);
    return `${key.id}${name}${more}`;
  });
  const [one, two] = [{ id: 1 }, { id: 2 }];
  expect([answer(one, 'a', '!'), answer(one, 'b', '!'), answer(two, 'a', '!'), answer(one, 'a', '!')]).toEqual([
    '1a!',
    '1b!',
    '2a!',
    '1a!',
  ]);
  expect(calls).toEqual(['1 a', '1 b', '2 a']);
});

it('keeps values by two objects', () => {
  const map = new WeakPairMap<object, object, number>();
  const [a, b] = [{}, {}];
  map.set(a, b, 1);
  map.set(a, a, 2);
  expect([map.get(a, b), map.get(a, a), map.get(b, a)]).toEqual([1, 2, undefined]);
});
