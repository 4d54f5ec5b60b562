// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { readFileSync } from 'fs';
import path from 'path';
import ts from 'typescript';
import {
  catalogues,
  compile,
  extract,
  filesIn,
  literal,
  parse,
  ROOT,
  textsOfSource
} from '../scripts/catalogue';

/** The places that stand in a text for something: %1, %2, …. */
const places = (text: string) => [...new Set(text.match(/%\d/g))].sort();

describe('the texts of the extension', () => {
  it('are found, whatever method they are handed to', () => {
    const found = textsOfSource(
      'x.ts',
      "t.__('a'); t._n('one', '%1', n); t._p('c', 'b' + 'd', x); f('no');"
    );
    expect(
      found.map(({ context, id, plural }) => [context, id, plural])
    ).toEqual([
      ['', 'a', null],
      ['', 'one', '%1'],
      ['c', 'bd', null]
    ]);
  });

  it('must stand where they are translated', () => {
    expect(() => textsOfSource('x.ts', 't.__(text);')).toThrow('x.ts:1');
    expect(() => textsOfSource('x.ts', 't.__(`a ${b}`);')).toThrow('x.ts:1');
  });

  it('all go through the translator', () => {
    const escaped = filesIn(path.join(ROOT, 'src'), '.ts').flatMap(
      (file: string) =>
        untranslated(path.relative(ROOT, file), readFileSync(file, 'utf8'))
    );
    expect(escaped).toEqual([]);
  });
});

/** Texts for people that are set as they are: what is written into the page without being translated. */
function untranslated(name: string, text: string): string[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const shown = ['textContent', 'title', 'placeholder', 'caption', 'label'];
  const report = (node: ts.Node) => {
    const words = ts.isExpression(node) ? literal(node) : null;
    if (words !== null && /\p{L}/u.test(words)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${name}:${line + 1}: ${words}`);
    }
  };
  const visit = (node: ts.Node) => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(node.left) &&
      shown.includes(node.left.name.text)
    ) {
      report(node.right);
    } else if (
      ts.isPropertyAssignment(node) &&
      shown.includes(node.name.getText())
    ) {
      report(node.initializer);
    } else if (
      ts.isCallExpression(node) &&
      /\.setAttribute$/.test(node.expression.getText()) &&
      /aria-(label|description|roledescription|valuetext)|title|placeholder/.test(
        node.arguments[0].getText()
      )
    ) {
      report(node.arguments[1]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe.each(catalogues().map(files => [path.basename(files.po), files]))(
  'the catalogue %s',
  (_, files) => {
    const entries = parse(readFileSync(files.po, 'utf8'));
    const texts = extract();

    it('translates every text', () => {
      const missing = [...texts]
        .filter(([key, { plural }]) => {
          const done = entries.get(key);
          return (
            !done ||
            done.plural !== plural ||
            done.texts.some((text: string) => text === '')
          );
        })
        .map(([key]) => key);
      expect(missing).toEqual([]);
    });

    it('translates nothing that is gone', () => {
      const gone = [...entries.keys()].filter(
        key => key !== '' && !texts.has(key)
      );
      expect(gone).toEqual([]);
    });

    it('keeps the places for what is put into a text', () => {
      const wrong = [...entries.values()].filter(
        ({ id, plural, texts: [one, many] }) =>
          plural === null
            ? `${places(one)}` !== `${places(id)}`
            : `${places(many)}` !== `${places(plural)}`
      );
      expect(wrong.map(({ id }) => id)).toEqual([]);
    });

    it('is what JupyterLab reads', () => {
      expect(readFileSync(files.json, 'utf8')).toBe(compile(entries));
    });
  }
);
