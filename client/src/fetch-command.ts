// The command line that brings `deps/` up to date. Knows nothing of VS Code.

export type FetchTool = 'wkg' | 'wit-deps';

export interface FetchProgram {
  readonly tool: FetchTool;
  /** An absolute path where a setting names one; otherwise the shell looks for it. */
  readonly path?: string;
  /** What `wkg --version` says, `wkg 0.16.1`; without it, a new one. */
  readonly version?: string | undefined;
}

/** `place` is the directory of the package, from where the command runs. */
export function fetchCommand({ tool, path, version }: FetchProgram, place: string): string {
  const program = path === undefined ? tool : quoted(path);
  // What begins with a hyphen would be an option.
  const directory = place.startsWith('-') ? `./${place}` : place;
  if (tool === 'wkg') return [program, ...wkgFetch(directory, version).map(quoted)].join(' ');
  // Without options it looks in `wit`.
  if (directory === 'wit') return program;
  const [manifest, lock, deps] = ['deps.toml', 'deps.lock', 'deps'].map((it) => quoted(`${directory}/${it}`));
  return `${program} --manifest ${manifest} --lock ${lock} --deps ${deps}`;
}

/** Arguments of `wkg`. Those before 0.16 know `wkg wit fetch` only, with the directory as an option, which newer ones refuse. */
export function wkgFetch(directory: string, version?: string): string[] {
  return isBefore16(version) ? ['wit', 'fetch', '--wit-dir', directory] : ['fetch', directory];
}

export function wkgBuild(directory: string, version?: string): string[] {
  return [...(isBefore16(version) ? ['wit'] : []), 'build', '--wit-dir', directory];
}

function isBefore16(version = ''): boolean {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(version) ?? [];
  return major === '0' && Number(minor) < 16;
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
