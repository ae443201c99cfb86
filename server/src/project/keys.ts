// The keys of `wit-language-server.json`: what each may be and what it does. Reader, schema and documentation follow from here.

import { didYouMean, nearest } from '../base/suggest.ts';
import { CATALOGUE, ruleOf } from '../check/catalogue.ts';
import { CAPABILITY_IDS } from '../world/capabilities.ts';
import { FUNCTION_PATTERN, ITEM_PATTERN, patternProblem } from '../world/pattern.ts';
import type { Keys, Shape } from './shape.ts';

function text(about: string, check?: (value: string) => string | undefined, pattern?: string): Shape {
  return {
    kind: 'text',
    about,
    ...(check === undefined ? {} : { check }),
    ...(pattern === undefined ? {} : { pattern }),
  };
}

function flag(about: string): Shape {
  return { kind: 'flag', about };
}

function choice(about: string, ...values: readonly string[]): Shape {
  return { kind: 'choice', about, values };
}

function list(about: string, of: Shape): Shape {
  return { kind: 'list', about, of };
}

function object(about: string, keys: Keys, required: readonly string[] = []): Shape {
  return { kind: 'object', about, keys, ...(required.length > 0 ? { required } : {}) };
}

const ITEM = text('A pattern such as `wasi:sockets/*`.', (it) => patternProblem(it, 'item'), ITEM_PATTERN);
const FUNCTION = text(
  'A pattern such as `wasi:filesystem/types#descriptor.open-at`.',
  (it) => patternProblem(it, 'function'),
  FUNCTION_PATTERN,
);

const HOST_DEFINED = 'host-defined';
const CAPABILITY = text(
  `A capability: ${[...CAPABILITY_IDS, HOST_DEFINED].join(', ')}, or one of \`capabilities\`.`,
  (it) => {
    // One that `capabilities` adds is called after its path.
    if (it === HOST_DEFINED || CAPABILITY_IDS.includes(it) || it.includes(':')) return undefined;
    return `must be a capability, not \`${it}\`${didYouMean(nearest(it, CAPABILITY_IDS))}`;
  },
);

function allowDeny(what: string, of: Shape): Keys {
  return {
    allow: list(`${what} that are allowed; all others are denied.`, of),
    deny: list(`${what} that are denied, even when \`allow\` has them.`, of),
  };
}

const TRACK = text('A compatibility track such as `0.2` or `1`.', (it) =>
  /^\d+(?:\.\d+){0,2}$/.test(it) ? undefined : `must be a compatibility track such as \`0.2\`, not \`${it}\``,
);

const POLICY_RULE = object('One rule of the policy.', {
  name: text('What the rule is called in messages.'),
  for: list('Packages (`acme:*`) or worlds (`acme:app/cli`) that the rule holds for; without it, all.', ITEM),
  reason: text('Why, for whoever meets the rule.'),
  level: choice('How a violation counts.', 'error', 'warning'),
  capabilities: object('What components may do in their host.', allowDeny('Capabilities', CAPABILITY)),
  interfaces: object('Interfaces that worlds may import.', allowDeny('Interfaces', ITEM)),
  functions: object('Functions that worlds may import.', allowDeny('Functions', FUNCTION)),
  target: text('A world that every world must fit: it imports no more, and exports no less.', (it) =>
    /^[^\s:/@]+:[^\s:/@]+\/[^\s:/@]+(?:@\S+)?$/.test(it)
      ? undefined
      : `must be a world such as \`wasi:cli/command@0.2.0\``,
  ),
  dependencies: object('What packages may depend on.', {
    ...allowDeny('Packages', ITEM),
    sources: list(
      'Where dependencies may be.',
      choice('`deps`: in `deps/`; `workspace`: elsewhere in the workspace.', 'deps', 'workspace'),
    ),
    tracks: {
      kind: 'map',
      about: 'Compatibility tracks of dependencies, by pattern of the package.',
      names: { what: 'the pattern', check: (it) => patternProblem(it, 'item'), pattern: ITEM_PATTERN },
      of: list('Tracks that are allowed.', TRACK),
    },
  }),
  docs: flag('Must every item have documentation?'),
  since: flag('Must every item of a package with a version have `@since`?'),
  deprecation: object(
    'How long an item must be deprecated before it is removed.',
    { minors: { kind: 'number', about: 'Minor versions from `@deprecated` to removal.', least: 1, most: 1000 } },
    ['minors'],
  ),
  breaking: object(
    'Who may accept breaking changes.',
    { acceptedBy: list('Owners whose acceptance counts.', text('An `owner` of `.wit-ignore.json`.')) },
    ['acceptedBy'],
  ),
});

const LEVEL_CODES = CATALOGUE.map((it) => it.code).filter((it) => !/^(?:policy|project)\//.test(it));

const PACKAGE = '^[^\\s:/@]+:[^\\s:/@]+(?:@\\S+)?$';

export const PROJECT_SHAPE = object('Settings of a project for the WIT language server.', {
  $schema: text('The schema of this file.'),
  extends: {
    kind: 'either',
    about: 'Files whose values hold where this one has none, as paths from this file.',
    of: [text('A path.'), list('Paths; the later ones win.', text('A path.'))],
  },
  policy: list('What worlds may import, and how packages must be kept. All rules hold.', POLICY_RULE),
  dependencies: {
    kind: 'map',
    about: 'Where the packages of `.wac` files are: paths from this file.',
    names: {
      what: 'the package',
      check: (it) => (new RegExp(PACKAGE).test(it) ? undefined : 'must be `namespace:name`, with or without a version'),
      pattern: PACKAGE,
    },
    of: text('A binary, a WIT file or a directory.'),
  },
  levels: {
    kind: 'map',
    about: 'How severe a diagnostic is, by its code.',
    names: {
      what: 'the code',
      check: (it) =>
        ruleOf(it) !== undefined && LEVEL_CODES.some((code) => code === it) ? undefined : 'is not one of a diagnostic',
      values: LEVEL_CODES,
    },
    of: choice('The level.', 'error', 'warning', 'information', 'hint', 'off'),
  },
  features: list('Active feature gates.', text('A feature.')),
  allFeatures: flag('Is every feature gate active?'),
  resolve: choice(
    'Where dependencies are looked for: only in `deps/`, or elsewhere in the workspace, too.',
    'toolchain',
    'workspace',
  ),
  base: text('What contract changes are counted from: `auto`, a git revision, a directory or a file.'),
  release: text('The last release, from which versions are counted: `auto`, a git revision or `none`.'),
  role: choice('How worlds are read.', 'strict', 'platform', 'component'),
  bumpPolicy: choice('When versions are raised.', 'at-release', 'at-change'),
  format: object('The layout of files.', {
    width: { kind: 'number', about: 'Maximum width of a line in characters.', least: 20, most: 400 },
  }),
  capabilities: {
    kind: 'map',
    about: 'What packages or interfaces let a component do, beside those that are known.',
    names: {
      what: 'the path',
      check: (it) =>
        /^[^\s:/@]+:[^\s:/@]+(?:\/[^\s:/@]+)?$/.test(it)
          ? undefined
          : 'must be `namespace:name` or `namespace:name/interface`',
      pattern: '^[^\\s:/@]+:[^\\s:/@]+(?:/[^\\s:/@]+)?$',
    },
    of: {
      kind: 'either',
      about: 'The end of a sentence about the component, or that with a title.',
      of: [
        text('The end of a sentence about the component: `can send messages`.'),
        object(
          'A title and the end of a sentence.',
          { title: text('A word or two.'), sentence: text('`can send messages`') },
          ['title', 'sentence'],
        ),
      ],
    },
  },
  site: text(
    'The web address of the site that `docs` writes, for links to documentation.',
    (it) =>
      /^https?:\/\/[^\s?#"<>]+$/.test(it) ? undefined : `must be a web address such as \`https://example.com/wit\``,
    '^https?://[^\\s?#"<>]+$',
  ),
  exclude: list(
    'Files and directories that are not part of the work, as patterns of `.gitignore`.',
    text('A pattern.'),
  ),
});
