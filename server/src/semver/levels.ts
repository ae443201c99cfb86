// How bad a contract change is, for whom, and how it fails.

/** What a change asks of the version, greatest first. `dangerous`: may break a user, but not for certain. */
export const LEVELS = ['major', 'dangerous', 'minor', 'patch', 'none'] as const;
export type Level = (typeof LEVELS)[number];

export type Side = 'breaks' | 'ok';

/** How it fails: unnoticed with wrong values, when linked or built, only when recompiled, not at all. */
export type Hazard = 'silent' | 'link' | 'build' | 'source' | 'none';

/** How a world is read: by hosts that offer it, as the type of one component, or as both at once. */
export type WorldRole = 'strict' | 'platform' | 'component';

/** Which side of a contract old components are on. */
export type InterfaceRole = 'imported' | 'exported';

export function isAtLeast(level: Level, than: Level): boolean {
  return LEVELS.indexOf(level) <= LEVELS.indexOf(than);
}

export function highest(levels: Iterable<Level>): Level {
  let best: Level = 'none';
  for (const level of levels) if (isAtLeast(level, best)) best = level;
  return best;
}
