import { describe, expect, it } from 'vitest';
import { MemoryHost } from '../hosts/memory.ts';
import { dependencyPaths } from './manifests.ts';

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
    expect(await dependencyPaths('file:///w/wit', host)).toEqual([
      'file:///near/wit',
      'file:///clocks/wit',
      'file:///w/wit/io',
    ]);
  });

  it('is nothing where a manifest is broken', async () => {
    const host = new MemoryHost();
    host.write('file:///w/wkg.toml', '[overrides\n');
    expect(await dependencyPaths('file:///w/wit', host)).toEqual([]);
  });
});
