// What every command that asks a registry is told.

import type { RegistryFailure } from '../registry/failure.ts';
import { Registry } from '../registry/registry.ts';
import { flag, type Values } from './command.ts';
import type { Io } from './io.ts';

export const REGISTRY_OPTIONS = {
  offline: flag('ask no registry: use what was fetched before, and fail where that is not enough'),
};

/** Opens it once, with the first question. */
export function openRegistry(
  { host }: Pick<Io, 'host'>,
  { offline }: Values<typeof REGISTRY_OPTIONS>,
): () => Promise<Registry | RegistryFailure> {
  let opened: Promise<Registry | RegistryFailure> | undefined;
  return () => {
    opened ??= Registry.open(host, { offline });
    return opened;
  };
}
