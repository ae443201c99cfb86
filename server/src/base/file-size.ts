// How large a file may be.

/** Bounds of the setting, in megabytes: strings end at 512 MB. */
export const FILE_SIZES = { least: 1, most: 256 } as const;

/** A megabyte is 2^20 bytes. */
export function bytesOf(megabytes: number): number {
  return megabytes * 1024 * 1024;
}
