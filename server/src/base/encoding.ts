// What kind of text bytes are. WIT is UTF-8; files in UTF-16, as PowerShell's `>` writes them, are read all the same.

import { type Decoded, decodeUtf8 } from './utf8.ts';

export interface Text extends Decoded {
  /** Only where it is not UTF-8. */
  readonly encoding?: 'utf-16';
}

export function decodeText(bytes: Uint8Array): Text {
  const little = isUtf16(bytes, 1);
  if (!little && !isUtf16(bytes, 0)) return decodeUtf8(bytes);
  return { text: decodeUtf16(bytes, little), encoding: 'utf-16' };
}

/** How many characters are looked at where there is no byte order mark. */
const SAMPLE = 64;

/** `high`: where the upper byte of a character is, which is zero in nearly all of WIT. */
function isUtf16(bytes: Uint8Array, high: 0 | 1): boolean {
  if (bytes.length < 2) return false;
  if (bytes[high] === 0xfe && bytes[1 - high] === 0xff) return true;
  // Too short to tell.
  if (bytes.length < 8) return false;
  const pairs = Math.min(SAMPLE, bytes.length >> 1);
  let zeros = 0;
  for (let pair = 0; pair < pairs; pair++) {
    if (bytes[2 * pair + 1 - high] === 0) return false;
    if (bytes[2 * pair + high] === 0) zeros++;
  }
  return zeros * 4 >= pairs * 3;
}

/** Every host has the decoder of the Encoding Standard; the core's library does not name it. */
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

/** Text in an encoding that git knows by this name. Undefined where it is not known here, or the bytes are not in it. */
export function decodeAs(name: string, bytes: Uint8Array): string | undefined {
  if (/^utf-?32/i.test(name)) return decodeUtf32(bytes, !/^utf-?32be/i.test(name));
  try {
    return new TextDecoder(name.replace(/-BOM$/i, ''), { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeUtf32(bytes: Uint8Array, isLittle: boolean): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length % 4 !== 0) return undefined;
  const little = view.byteLength > 0 && view.getUint32(0, false) === BYTE_ORDER_MARK ? false : isLittle;
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const code = view.getUint32(at, little);
    if (code > 0x10ffff) return undefined;
    if (at > 0 || code !== BYTE_ORDER_MARK) parts.push(String.fromCodePoint(code));
  }
  return parts.join('');
}

const BYTE_ORDER_MARK = 0xfeff;

const CHUNK = 4096;

function decodeUtf16(bytes: Uint8Array, little: boolean): string {
  const parts: string[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 1 < bytes.length; ) {
    const units: number[] = [];
    for (; units.length < CHUNK && at + 1 < bytes.length; at += 2) units.push(view.getUint16(at, little));
    parts.push(String.fromCharCode(...units));
  }
  return parts.join('');
}

/** Is it UTF-16 that was taken for another encoding, so that every second character is a zero? */
export function isMisreadUtf16(text: string): boolean {
  const start = text.slice(0, 2 * SAMPLE);
  const zeros = start.split('\0').length - 1;
  return zeros > 2 && zeros * 3 >= start.length;
}

/** Git keeps large files elsewhere; without Git LFS, this text is in their place. */
export function isLfsPointer(text: string): boolean {
  return text.startsWith('version https://git-lfs.github.com/spec/');
}
