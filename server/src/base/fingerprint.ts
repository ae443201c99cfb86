// A short name for a text, the same wherever it is computed.

/** 64 bits as hexadecimal digits: FNV-1a of UTF-16 units (Fowler, Noll and Vo). */
export function fnv1a(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at++)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}
