// Properties in binaries. The bytes were written by wasm-tools 1.263 from the text that is expected.

import { expect, it } from 'vitest';
import { decodeBinary } from './decode.ts';

const PACKAGE =
  'AGFzbQ0AAQAHwwEBQQIBQgwEAARidWxiAwEBaAABQAEEc2VsZgEAfQQAF1ttZXRob2RdW2dldF1idWxiLndhdHRzAQIBQAIEc2Vs' +
  'ZgEFdmFsdWV9AQAEABdbbWV0aG9kXVtzZXRdYnVsYi53YXR0cwEDAUAAAH0EABZbc3RhdGljXVtnZXRdYnVsYi5tb3N0AQQBQAAA' +
  'eQQACltnZXRdbGV2ZWwBBQFAAQV2YWx1ZXkBAAQACltzZXRdbGV2ZWwBBgQACGE6Yi9sYW1wBQALCgEABGxhbXADAAA=';
const COMPONENT =
  'AGFzbQ0AAQAHBQFAAAB5Cg8BAApbZ2V0XWxldmVsAQAHDAFAAQV2YWx1ZXkBAAoPAQAKW3NldF1sZXZlbAEBAZUBAGFzbQEAAAAB' +
  'FARgAAF/YAF/AGAEf39/fwF/YAAAAikCBmNtMzJwMgpbZ2V0XWxldmVsAAAGY20zMnAyCltzZXRdbGV2ZWwAAQMDAgIDBQMBAAAH' +
  'NgMNY20zMnAyX21lbW9yeQIADmNtMzJwMl9yZWFsbG9jAAIRY20zMnAyX2luaXRpYWxpemUAAwoIAgMAAAsCAAsICQIBAAAAAQAB' +
  'AAIpAgECCltnZXRdbGV2ZWwAAApbc2V0XWxldmVsAAEAAAEGY20zMnAyEgAGEwEAAgEBDWNtMzJwMl9tZW1vcnkBLQBhc20BAAAA' +
  'AQQBYAAAAhoBBG1haW4RY20zMnAyX2luaXRpYWxpemUAAAgBAAILAQABAQRtYWluEgE=';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(atob(text), (it) => it.charCodeAt(0));
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

it('a package has its getters and setters', () => {
  expect(decodeBinary(bytesOf(PACKAGE), decode)).toEqual({
    kind: 'package',
    text: `package a:b;

interface lamp {
  resource bulb {
    watts: get() -> u8;
    watts: set(value: u8);
    most: static get() -> u8;
  }

  level: get() -> u32;
  level: set(value: u32);
}
`,
  });
});

it('a component has those of its world', () => {
  expect(decodeBinary(bytesOf(COMPONENT), decode)).toEqual({
    kind: 'component',
    text: `package root:component;

world root {
  import level: get() -> u32;
  import level: set(value: u32);
}
`,
  });
});
