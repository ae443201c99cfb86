// Which version a program is: asked once for each file on the disk, and again when that was replaced. Knows Node and nothing of VS Code.
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';

/** In milliseconds. */
const PATIENCE = 5000;

const asked = new Map<string, { readonly written: number; readonly answer: Promise<string | undefined> }>();

/** The first line of `PROGRAM --version`; undefined where it fails or takes too long. `program` is an absolute path that may be run. */
export async function programVersion(program: string): Promise<string | undefined> {
  const written = await stat(program).then(
    (it) => it.mtimeMs,
    () => 0,
  );
  const known = asked.get(program);
  if (known?.written === written) return known.answer;
  const answer = ask(program);
  asked.set(program, { written, answer });
  return answer;
}

function ask(program: string): Promise<string | undefined> {
  // Not the workspace's folder: nothing that lies there may be read.
  const options = { cwd: path.dirname(program), timeout: PATIENCE, windowsHide: true };
  return new Promise((resolve) => {
    execFile(program, ['--version'], options, (error, stdout) => {
      resolve(error === null ? stdout.split('\n')[0]?.trim() : undefined);
    });
  });
}
