// The command line that brings `deps/` up to date. Knows nothing of VS Code.

export type FetchTool = 'wkg' | 'wit-deps';

/** `place` is the directory of the package, from where the command runs. */
export function fetchCommand(tool: FetchTool, place: string): string {
  // What begins with a hyphen would be an option.
  const directory = place.startsWith('-') ? `./${place}` : place;
  if (tool === 'wkg') return `wkg fetch ${quoted(directory)}`;
  // Without options it looks in `wit`.
  if (directory === 'wit') return 'wit-deps';
  const [manifest, lock, deps] = ['deps.toml', 'deps.lock', 'deps'].map((it) => quoted(`${directory}/${it}`));
  return `wit-deps --manifest ${manifest} --lock ${lock} --deps ${deps}`;
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
