// Reads a `.wac` file: which components are put together, how, and which types the file declares. Never fails: what is no
// statement becomes a problem, and reading goes on after it.

import type { Span } from '../base/text.ts';
import { characterProblems } from '../syntax/characters.ts';
import { DEEPEST, WacCursor } from './cursor.ts';
import type { WacArgument, WacExpression, WacFile, WacName, WacPath, WacProblem, WacStatement } from './syntax.ts';
import { readExternType, readTypeDecl, TYPE_WORDS } from './type-reader.ts';

export function readWac(text: string): WacFile {
  const file = new WacReader(text).file();
  const characters = characterProblems(text).map(
    ({ message, start, end }): WacProblem => ({
      code: 'wac/syntax',
      message: message.replaceAll('WIT', 'WAC'),
      span: { start, end },
    }),
  );
  return characters.length === 0 ? file : { ...file, problems: [...characters, ...file.problems] };
}

const STATEMENTS: ReadonlySet<string> = new Set(['import', 'let', 'export', 'package', ...TYPE_WORDS]);

class WacReader {
  readonly #at: WacCursor;
  #depth = 0;

  constructor(text: string) {
    this.#at = new WacCursor(text);
  }

  file(): WacFile {
    const at = this.#at;
    const statements: WacStatement[] = [];
    const head = this.#packageLine();
    while (!at.atEnd) {
      const { start } = at.next;
      const statement = this.#statement();
      if (statement !== undefined) statements.push(statement);
      if (at.next.start === start) at.advance();
    }
    return { ...head, statements, problems: at.problems };
  }

  #packageLine(): Pick<WacFile, 'head' | 'package' | 'targets'> {
    const at = this.#at;
    if (!at.is('package')) {
      at.problem('a composition must begin with a line like `package namespace:name;`', { start: 0, end: 0 });
      return {};
    }
    const { start } = at.next;
    at.advance();
    const name = at.path('after `package`', 'package');
    const targets = at.accept('targets') ? this.#targets() : undefined;
    this.#semicolon();
    const head = at.from(start);
    return { head, ...(name === undefined ? {} : { package: name }), ...(targets === undefined ? {} : { targets }) };
  }

  #targets(): WacPath | undefined {
    const at = this.#at;
    const path = at.path('after `targets`', 'item');
    return path?.item === undefined ? undefined : path;
  }

  /** Reports a missing `;`, and goes on where the next statement begins. */
  #semicolon(): void {
    if (this.#at.accept(';')) return;
    this.#at.missingText(';', 'at the end of this statement');
    this.#at.skip(STATEMENTS);
  }

  #statement(): WacStatement | undefined {
    const at = this.#at;
    const { start } = at.next;
    if (at.is('import')) return this.#import(start);
    if (at.is('let')) return this.#let(start);
    if (at.is('export')) return this.#export(start);
    if (at.isOneOf(TYPE_WORDS)) {
      const decl = readTypeDecl(at);
      return decl === undefined ? undefined : { kind: 'type', decl, span: at.from(start) };
    }
    at.problem(
      at.is('package')
        ? 'the package is declared only once, in the first line'
        : at.is('resource') || at.is('use')
          ? `\`${at.word()}\` stands in an interface or a world only`
          : 'expected `import`, `let`, `export` or the definition of a type',
    );
    if (at.is('package')) at.advance();
    at.skip(STATEMENTS);
    return undefined;
  }

  #import(start: number): WacStatement | undefined {
    const at = this.#at;
    at.advance();
    const name = at.name('after `import`');
    if (name === undefined) {
      at.skip(STATEMENTS);
      return undefined;
    }
    const as = this.#as();
    const type = at.expect(':', 'and what is imported') ? readExternType(at) : { kind: 'bad' as const };
    if (type.kind === 'bad') at.skip(STATEMENTS);
    else this.#semicolon();
    return { kind: 'import', name, ...as, type, span: at.from(start) };
  }

  #as(): { as?: WacName } {
    if (!this.#at.accept('as')) return {};
    const as = this.#at.nameOrString('after `as`');
    return as === undefined ? {} : { as };
  }

  #let(start: number): WacStatement | undefined {
    this.#at.advance();
    const name = this.#at.name('after `let`');
    if (name === undefined) this.#at.accept('=');
    else this.#at.expect('=', 'and a value');
    const value = this.#expression();
    this.#semicolon();
    return name === undefined ? undefined : { kind: 'let', name, value, span: this.#at.from(start) };
  }

  #export(start: number): WacStatement {
    this.#at.advance();
    const value = this.#expression();
    const spread = this.#at.accept('...');
    const as = spread ? {} : this.#as();
    this.#semicolon();
    return { kind: 'export', value, spread, ...as, span: this.#at.from(start) };
  }

  #expression(): WacExpression {
    const { start } = this.#at.next;
    if (this.#depth > DEEPEST) {
      this.#at.problem('this is nested too deep');
      return { kind: 'bad', span: this.#at.from(start) };
    }
    this.#depth++;
    let value = this.#primary(start);
    this.#depth--;
    for (let count = 0; ; count++) {
      if (count === DEEPEST) {
        this.#at.problem('this is nested too deep');
        return value;
      }
      if (this.#at.next.kind === '.') {
        this.#at.advance();
        const name = this.#at.name('after `.`');
        // What is half written reaches to where the rest is expected.
        if (name === undefined) return { ...value, span: this.#at.from(start) };
        value = { kind: 'access', of: value, name, exact: false, span: this.#at.from(start) };
      } else if (this.#at.word() === '[') {
        this.#at.advance();
        const name = this.#at.string('in `[ ]`');
        this.#at.expect(']', 'after the name');
        if (name === undefined) return value;
        value = { kind: 'access', of: value, name, exact: true, span: this.#at.from(start) };
      } else {
        return value;
      }
    }
  }

  #primary(start: number): WacExpression {
    if (this.#at.accept('(')) {
      const value = this.#expression();
      this.#at.expect(')', 'here');
      return value;
    }
    if (this.#at.word() === 'new') return this.#new(start);
    const name = this.#at.name('here, or `new`');
    return name === undefined ? { kind: 'bad', span: this.#at.from(start) } : { kind: 'name', name, span: name.span };
  }

  #new(start: number): WacExpression {
    this.#at.advance();
    const path = this.#at.path('after `new`', 'package');
    const args: WacArgument[] = [];
    let fill: Span | undefined;
    if (this.#at.expect('{', 'and the arguments')) {
      while (this.#at.next.kind !== '}' && this.#at.next.kind !== 'eof' && this.#at.next.kind !== ';') {
        const { start: dots } = this.#at.next;
        if (fill !== undefined) this.#at.problem('`...` is the last argument: it stands for all that is missing', fill);
        if (this.#at.accept('...')) {
          if (this.#at.atName()) args.push({ kind: 'spread', name: this.#at.name('') ?? this.#at.nothing() });
          else fill = this.#at.from(dots);
        } else {
          const argument = this.#argument();
          if (argument === undefined) break;
          args.push(argument);
        }
        if (!this.#at.accept(',')) break;
      }
      this.#at.expect('}', 'at the end of the arguments');
    }
    if (path === undefined) return { kind: 'bad', span: this.#at.from(start) };
    return { kind: 'new', path, args, ...(fill === undefined ? {} : { fill }), span: this.#at.from(start) };
  }

  #argument(): WacArgument | undefined {
    const exact = this.#at.next.kind === 'quoted';
    const name = this.#at.nameOrString('of an argument');
    if (name === undefined) return undefined;
    if (this.#at.accept(':')) return { kind: 'named', name, exact, value: this.#expression() };
    if (exact)
      this.#at.problem('expected `:` and a value after the name of an argument', {
        start: this.#at.end,
        end: this.#at.end,
      });
    return { kind: 'inferred', name };
  }
}
