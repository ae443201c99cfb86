// Replaces a file as a whole: whatever happens in between, it has its old content or the new one.

import { randomBytes } from 'node:crypto';
import { access, constants, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes a new file beside the old one, waits until it is on the disk, and puts it in its place, with the mode and, where that
 * is allowed, the owner of the old one. Of a symbolic link, the file that it leads to is replaced. Rejects with the cause.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const real = await realpath(file);
  const before = await stat(real);
  // A file that may not be written is not replaced either.
  await access(real, constants.W_OK);
  const beside = path.join(
    path.dirname(real),
    `.${path.basename(real).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`,
  );
  try {
    const handle = await open(beside, 'wx', before.mode & 0o777);
    try {
      await handle.writeFile(text);
      if (before.uid !== process.getuid?.() || before.gid !== process.getgid?.())
        await handle.chown(before.uid, before.gid).catch(() => undefined);
      await handle.chmod(before.mode & 0o7777);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, real);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}
