// Writes a file as a whole: whatever happens in between, it has its old content, if any, or the new one.

import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { access, constants, link, lstat, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes a new file beside the old one, waits until it is on the disk, and puts it in its place, with the mode and, where that
 * is allowed, the owner of the old one. Of a symbolic link, the file that it leads to is replaced. Rejects with the cause.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const real = await realpath(file);
  // A file that may not be written is not replaced either.
  await access(real, constants.W_OK);
  await putInPlace(real, text, await stat(real));
}

/** The same of a file that need not be there yet. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const isThere = await lstat(file).then(
    () => true,
    () => false,
  );
  await (isThere ? replaceFile(file, text) : putInPlace(file, text));
}

/** A file that must not be there yet: rejects with `EEXIST` when it is. */
export async function writeNew(file: string, text: string): Promise<void> {
  await putInPlace(file, text, undefined, async (beside) => {
    try {
      // Unlike `rename`, it replaces nothing.
      await link(beside, file);
    } catch (error) {
      if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
      await refuseTaken(file);
      return rename(beside, file);
    }
    await rm(beside, { force: true });
  });
}

/** What file systems say that have no hard links. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK']);

async function refuseTaken(file: string): Promise<void> {
  const isFree = await lstat(file).then(
    () => false,
    () => true,
  );
  if (!isFree) throw Object.assign(new Error(`EEXIST: file already exists, '${file}'`), { code: 'EEXIST' });
}

/** Without `before`, the file is new. `place` gives the file written beside its name. */
async function putInPlace(
  real: string,
  text: string,
  before?: Stats,
  place: (beside: string) => Promise<void> = (beside) => rename(beside, real),
): Promise<void> {
  const beside = path.join(
    path.dirname(real),
    `.${path.basename(real).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`,
  );
  try {
    const handle = await open(beside, 'wx', before === undefined ? 0o666 : before.mode & 0o777);
    try {
      await handle.writeFile(text);
      if (before !== undefined) {
        if (before.uid !== process.getuid?.() || before.gid !== process.getgid?.())
          await handle.chown(before.uid, before.gid).catch(() => undefined);
        await handle.chmod(before.mode & 0o7777);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await place(beside);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}
