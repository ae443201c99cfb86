import { expect, it } from 'vitest';
import { decodeUtf8 } from './utf8.ts';

const encoder = new TextEncoder();

it.each([
  '',
  'plain',
  '\ufeffmark',
  'é',
  '\u07ff\u0800\uffff\u{10000}\u{10ffff}',
  `${'x'.repeat(20_000)}é${'y'.repeat(9000)}`,
])('reads what was written: %#', (text) => {
  expect(decodeUtf8(encoder.encode(text))).toEqual({ text });
});

it.each([
  [[0x61, 0xff, 0x62], 'a\ufffdb', 1],
  [[0xc3], '\ufffd', 0],
  [[0xc0, 0x80], '\ufffd\ufffd', 0],
  [[0x61, 0xed, 0xa0, 0x80], 'a\ufffd\ufffd\ufffd', 1],
  [[0xf4, 0x90, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd', 0],
  [[0xc3, 0xa9, 0xe2, 0x82, 0x20], 'é\ufffd\ufffd ', 1],
])('says where bytes are no text: %j', (bytes, text, invalidAt) => {
  expect(decodeUtf8(Uint8Array.from(bytes))).toEqual({ text, invalidAt });
});
