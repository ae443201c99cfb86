// Bytes of every encoding that editors and shells write.

import { describe, expect, it } from 'vitest';
import { decodeText, isMisreadUtf16 } from './encoding.ts';

const TEXT = 'package a:b;\r\n// 𝔘 ä\r\ninterface i {}\r\n';

function utf16(text: string, little: boolean, mark: boolean): Uint8Array {
  const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
  return new Uint8Array(little ? bytes : bytes.swap16());
}

describe('text', () => {
  it('in UTF-8 is as it is', () => {
    expect(decodeText(new TextEncoder().encode(TEXT))).toEqual({ text: TEXT });
    for (const short of ['', 'a', 'ab', '\0a', '\ufeff']) {
      expect(decodeText(new TextEncoder().encode(short)).encoding).toBeUndefined();
    }
  });

  it('in UTF-16 is found with and without a byte order mark', () => {
    for (const little of [true, false]) {
      expect(decodeText(utf16(TEXT, little, true))).toEqual({ text: `\ufeff${TEXT}`, encoding: 'utf-16' });
      expect(decodeText(utf16(TEXT, little, false))).toEqual({ text: TEXT, encoding: 'utf-16' });
    }
  });

  it('of one character is UTF-16 by its mark alone, in both orders', () => {
    for (const little of [true, false])
      expect(decodeText(utf16('a', little, true))).toEqual({ text: '\ufeffa', encoding: 'utf-16' });
  });

  it('that an editor misread is known by its zeros', () => {
    expect(isMisreadUtf16(Buffer.from(TEXT, 'utf16le').toString('latin1'))).toBe(true);
    expect(isMisreadUtf16(TEXT)).toBe(false);
    expect(isMisreadUtf16('\0\0')).toBe(false);
  });
});
