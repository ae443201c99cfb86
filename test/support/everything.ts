// Every request and command that is our own, with what a client asks of a small project; what the server has and this table
// does not is a failure of the suite that uses it.

interface Scene {
  /** URIs. */
  readonly folder: string;
  readonly wit: string;
  readonly wac: string;
  readonly wasm: string;
  readonly world: string;
  readonly other: string;
}

export const OWN_REQUESTS: Readonly<Record<string, (scene: Scene) => object | null>> = {
  'wit/worlds': () => null,
  'wit/worldPreview': ({ wit, world }) => ({ uri: wit, world }),
  'wit/renderWorld': ({ wit, world, other }) => ({
    worlds: [
      { uri: wit, world },
      { uri: wit, world: other },
    ],
    format: 'svg',
  }),
  'wit/composeWorlds': ({ wit, world, other }) => ({
    worlds: [
      { uri: wit, world },
      { uri: wit, world: other },
    ],
  }),
  'wit/composition': ({ wac }) => ({ uri: wac }),
  'wit/compareWorlds': ({ wit, world }) => ({ old: 'base', new: { uri: wit, world } }),
  'wit/contractChanges': ({ wit }) => ({ textDocument: { uri: wit } }),
  'wit/contractReport': () => null,
  'wit/contractBases': ({ wit }) => ({ textDocument: { uri: wit } }),
  'wit/chooseContractBase': ({ wit }) => ({ textDocument: { uri: wit }, base: 'HEAD' }),
  'wit/dependencyStatus': () => null,
  'wit/documentationLink': ({ wit }) => ({ textDocument: { uri: wit }, position: { line: 2, character: 12 } }),
  'wit/documentationPage': ({ wit }) => ({ textDocument: { uri: wit }, position: { line: 2, character: 12 } }),
  'wit/extractBinary': ({ wasm }) => ({ uri: wasm }),
  'wit/publishedVersions': ({ wit }) => ({ textDocument: { uri: wit } }),
  'wit/settings': ({ wit }) => ({ textDocument: { uri: wit } }),
  'workspace/willRenameFiles': ({ folder, wit }) => ({ files: [{ oldUri: wit, newUri: `${folder}/wit/renamed.wit` }] }),
};

export const COMMANDS: Readonly<Record<string, (scene: Scene) => readonly unknown[]>> = {
  'wit.showWorld': ({ wit, world }) => [wit, world],
  'wit.showComposition': ({ wac }) => [wac],
  'wit.checkDependencies': ({ wit }) => [wit],
  'wit.showContractReport': ({ wit }) => [wit],
  'wit.chooseBase': ({ wit }) => [wit],
  'wit.compose': ({ wit, world, other }) => [wit, world, wit, other],
  'wit.extractPackage': ({ wasm }) => [wasm],
  'wit.checkRegistry': ({ wit }) => [wit],
  'wit.fetchPackage': ({ wit }) => [wit, 'acme:money@1.0.0'],
  'wit.updateDependency': ({ wit }) => [wit, 'acme:money', '1.0.0', '1.1.0'],
};

/** These bring something from a registry, which nobody has allowed: they refuse. */
export const NEED_A_REGISTRY: ReadonlySet<string> = new Set(['wit.fetchPackage', 'wit.updateDependency']);
