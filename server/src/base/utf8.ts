// Bytes to text. A file that is not UTF-8 is still shown, with U+FFFD in the place of what is wrong, and it says where.

export interface Decoded {
  /** A byte order mark stays at the start. */
  readonly text: string;
  /** Offset in `text` of the first byte that is not UTF-8. */
  readonly invalidAt?: number;
}

/** Bytes of a text in UTF-8; of one that is certainly below a megabyte, an estimate. */
export function utf8Length(text: string): number {
  if (3 * text.length < MEGABYTE) return text.length;
  let length = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // Of a pair of surrogates, each is two of its four bytes.
    if (code > 0x7f) length += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return length;
}

const MEGABYTE = 1024 * 1024;

const CHUNK = 8192;

/** Every host has the decoder of the Encoding Standard; the core's library does not name it. */
declare const TextDecoder: new (
  label: 'utf-8',
  options: { readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function decodeUtf8(bytes: Uint8Array): Decoded {
  const text = decoder.decode(bytes);
  return text.includes('\ufffd') ? decodeByHand(bytes) : { text };
}

/** Tells a U+FFFD that was written from one that stands for a wrong byte. */
function decodeByHand(bytes: Uint8Array): Decoded {
  const parts: string[] = [];
  let length = 0;
  let invalidAt: number | undefined;
  const push = (part: string): void => {
    parts.push(part);
    length += part.length;
  };
  for (let at = 0; at < bytes.length; ) {
    const end = asciiEnd(bytes, at);
    for (; at < end; at += CHUNK) push(String.fromCharCode(...bytes.subarray(at, Math.min(at + CHUNK, end))));
    at = end;
    if (at >= bytes.length) break;
    const code = codePointAt(bytes, at);
    if (code === undefined) {
      invalidAt ??= length;
      push('\ufffd');
      at++;
    } else {
      push(String.fromCodePoint(code));
      at += code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    }
  }
  const text = parts.join('');
  return invalidAt === undefined ? { text } : { text, invalidAt };
}

function asciiEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && (bytes[at] ?? 0) < 0x80) at++;
  return at;
}

/** The character of more than one byte that begins here; undefined when none does. */
function codePointAt(bytes: Uint8Array, at: number): number | undefined {
  const first = bytes[at] ?? 0;
  const extra = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  if (first < 0xc2 || first > 0xf4) return undefined;
  let code = first & (0x3f >> extra);
  for (let offset = 1; offset <= extra; offset++) {
    const next = bytes[at + offset];
    if (next === undefined || (next & 0xc0) !== 0x80) return undefined;
    code = (code << 6) | (next & 0x3f);
  }
  if (extra === 2 && (code < 0x800 || (code >= 0xd800 && code <= 0xdfff))) return undefined;
  if (extra === 3 && (code < 0x10000 || code > 0x10ffff)) return undefined;
  return code;
}
