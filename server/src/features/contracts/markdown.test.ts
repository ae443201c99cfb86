import { expect, it } from 'vitest';
import { moreHarmful } from './markdown.ts';

it('what breaks more comes first: by its level, then by how it fails, the unnoticed before the rest', () => {
  const rows = [
    ...[
      'major silent',
      'major link',
      'major build',
      'major source',
      'major none',
      'dangerous silent',
      'dangerous none',
    ],
    ...['minor source', 'minor none', 'patch none', 'none none'],
  ];
  const findings = rows.map((it) => {
    const [level, hazard] = it.split(' ');
    return { changes: [{ level, hazard }] } as never;
  });
  const shown = (some: readonly { changes: readonly { level: string; hazard: string }[] }[]) =>
    some.map(({ changes: [first] }) => `${first?.level} ${first?.hazard}`);
  expect(shown([...findings].reverse().sort(moreHarmful))).toEqual(rows);
  expect(moreHarmful({ changes: [] } as never, findings[0] ?? ({ changes: [] } as never))).toBe(0);
});
