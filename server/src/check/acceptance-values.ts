// The values with which an acceptance ends, in comments and in `.wit-ignore.json`: a version or a date.

import { parseVersion } from '../model/names.ts';

/** Why a value is not the version of an `until`; undefined when it is. */
export function untilProblem(value: unknown): string | undefined {
  if (typeof value === 'string' && parseVersion(value) !== undefined) return undefined;
  const isDate = dateProblem(value) === undefined;
  return `must be a version such as \`0.4.0\`${isDate ? '; a date is written as `expires`' : ''}`;
}

/** Why a value is not the date of an `expires`; undefined when it is. */
export function dateProblem(value: unknown): string | undefined {
  const [, year, month, day] = typeof value === 'string' ? (/^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? []) : [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isDay = day !== undefined && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return isDay ? undefined : 'must be a date such as `2026-12-31`';
}
