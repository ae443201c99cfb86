import { describe, expect, it } from 'vitest';
import { fixture } from '../../../test/support/fixture.ts';
import { MemoryHost } from '../hosts/memory.ts';
import { dependencyPaths, lockedPackages, ManifestTexts } from './manifests.ts';

describe('what package tools name by path', () => {
  it('is found in wkg.toml above the package and in deps.toml beside it', async () => {
    const host = new MemoryHost();
    host.write(
      'file:///w/wkg.toml',
      '[overrides]\n"a:near" = { path = "../near/wit" }\n"a:far" = { version = "1.0.0" }\n',
    );
    host.write(
      'file:///w/wit/deps.toml',
      'clocks = "../../clocks/wit"\nhttp = "https://example.invalid/http.tar.gz"\n[io]\npath = "./io"\n',
    );
    expect(await dependencyPaths('file:///w/wit', new ManifestTexts(host))).toEqual([
      'file:///near/wit',
      'file:///clocks/wit',
      'file:///w/wit/io',
    ]);
  });

  it('is nothing where a manifest is broken', async () => {
    const host = new MemoryHost();
    host.write('file:///w/wkg.toml', '[overrides\n');
    expect(await dependencyPaths('file:///w/wit', new ManifestTexts(host))).toEqual([]);
  });
});

describe('what lock files say', () => {
  const files = `//- wit/a.wit
package a:b;
interface i { use x:y/z@1.0.0.{t}; use p:io/q.{u}; use a:c/d.{v}; }
//- wkg.lock
version = 1
[[packages]]
name = "x:y"
registry = "registry.invalid"
[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:00"
//- wit/deps.lock
[io]
url = "https://example.invalid/io.tar.gz"
sha256 = "00"
[near]
path = "../near"
`;

  it('is told where a package is missing', async () => {
    const { snapshot } = await fixture(files, { resolve: 'toolchain' });
    const missing = snapshot.diagnostics('file:///w/wit/a.wit').filter((it) => it.code === 'package/not-found');
    expect(missing.map((it) => it.message)).toEqual([
      'package `x:y@1.0.0` not found; `wkg.lock` has it in version 1.0.0: `wkg fetch` fetches it (looked in `deps/`)',
      'package `p:io` not found; `deps.lock` names it: `wit-deps` fetches it (looked in `deps/`)',
      'package `a:c` not found (looked in `deps/`; `wkg fetch` fetches what a registry has)',
    ]);
  });

  it('leads to what they have by path', async () => {
    const host = new MemoryHost();
    host.write('file:///w/wit/deps.lock', '[near]\npath = "../near"\n');
    expect(await dependencyPaths('file:///w/wit', new ManifestTexts(host))).toEqual(['file:///w/near']);
    expect([...(await lockedPackages('file:///w/wit', new ManifestTexts(host))).keys()]).toEqual(['near']);
  });
});
