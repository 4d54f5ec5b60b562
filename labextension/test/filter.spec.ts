// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { RowProgress, StateCode } from '../src/api';
import {
  cut,
  fold,
  type IFilter,
  NO_FILTER,
  RowFilter,
  stageOf
} from '../src/roadmap/filter';
import { buildRows } from '../src/roadmap/rows';
import {
  DOT,
  MODULE,
  NODE,
  REFERENCE,
  rows,
  THEORY,
  VECTORS
} from './fixtures';

const ALL = buildRows(rows());
const filter = new RowFilter(ALL);

/** The keys of the matches and of the rows shown, where the rows have these states. */
function find(
  wanted: Partial<IFilter>,
  states: Readonly<Record<string, StateCode>> = {}
) {
  const progress = (index: number): RowProgress => [
    states[ALL[index].key] ?? 0,
    0,
    0,
    0,
    0
  ];
  const filtered = filter.apply({ ...NO_FILTER, ...wanted }, progress);
  const keys = (flags: Uint8Array | undefined) =>
    ALL.filter(({ index }) => flags?.[index] === 1).map(({ key }) => key);
  return {
    filtered,
    matched: keys(filtered?.matched),
    shown: keys(filtered?.shown)
  };
}

describe('RowFilter', () => {
  it('lets everything through when nothing is asked for', () => {
    expect(find({}).filtered).toBeNull();
    expect(find({ text: '   ' }).filtered).toBeNull();
  });

  it('shows the matches and the rows around them, and counts the matches', () => {
    const { matched, shown, filtered } = find({ text: 'norms' });
    expect(matched).toEqual([`${VECTORS}/vectors#norms`, NODE]);
    expect(shown).toEqual([
      MODULE,
      THEORY,
      VECTORS,
      `${VECTORS}/vectors#norms`,
      NODE
    ]);
    expect(filtered?.count).toBe(2);
  });

  it.each(['POINCARE', 'poincaré', 'Poincare\u0301'])(
    'reads %s whatever its accents and capitals',
    text => {
      expect(find({ text }).matched).toEqual([VECTORS]);
    }
  );

  it('wants every word, in any order and place', () => {
    expect(find({ text: 'vectors length' }).matched).toEqual([NODE]);
    expect(find({ text: 'length nonsense' }).matched).toEqual([]);
  });

  it('finds what is planned by the lesson that will teach it', () => {
    expect(find({ text: 'linear regression' }).matched).toContain('002-010');
  });

  it('goes to a match in a title before one in other words', () => {
    const first = (text: string) => ALL[find({ text }).filtered?.first ?? 0];
    expect(first('norms').key).toBe(`${VECTORS}/vectors#norms`);
    expect(first('length').key).toContain('linear-algebra#norm');
    expect(first('poincare').key).toBe(VECTORS);
    expect(find({ text: 'nonsense' }).filtered?.first).toBe(-1);
  });

  it('takes the level of the module around a row', () => {
    const { shown } = find({ levels: ['expert'] });
    expect(shown).toEqual(['02-regression', '002-010']);
    expect([...filter.levels]).toEqual(['beginner', 'expert']);
  });

  it('does not ask for levels of other roadmaps', () => {
    expect(find({ levels: ['intermediate'] }).filtered).toBeNull();
  });

  it('shows a stage with the way to it', () => {
    const { shown, filtered } = find({ stages: ['done'] }, { [DOT]: 3 });
    expect(shown).toEqual([
      MODULE,
      '01-foundations/assignments-and-quizzes',
      '01-foundations/assignments-and-quizzes/linear-algebra',
      DOT
    ]);
    expect(filtered?.unfold).toBe(true);
  });

  it('hides what is planned, and parts that are empty without it', () => {
    const { shown, filtered } = find({ planned: false });
    expect(shown).toContain(VECTORS);
    expect(shown).toContain(REFERENCE);
    for (const key of [
      `${THEORY}/calculus`,
      '01-foundations/mathematics',
      '01-foundations/case-study',
      '002-005',
      '02-regression'
    ]) {
      expect(shown).not.toContain(key);
    }
    expect(filtered?.unfold).toBe(false);
  });

  it('wants all that is asked for at once', () => {
    expect(find({ text: 'vector', levels: ['expert'] }).filtered?.count).toBe(
      0
    );
  });
});

describe('stageOf', () => {
  it.each([
    [-1, undefined],
    [0, 'not-started'],
    [1, 'in-progress'],
    [2, 'in-progress'],
    [3, 'done'],
    [4, 'done']
  ])('of state %i is %s', (state, stage) => {
    expect(stageOf(state)).toBe(stage);
  });
});

describe('cut', () => {
  /** The title with what is marked in brackets. */
  const show = (title: string, ...terms: string[]) =>
    cut(title, terms.map(fold))
      ?.map(({ text, marked }) => (marked ? `[${text}]` : text))
      .join('');

  it('marks every place of every word', () => {
    expect(show('A vector in a vector space', 'vec', 'space')).toBe(
      'A [vec]tor in a [vec]tor [space]'
    );
  });

  it('marks across accents, whichever way they are written', () => {
    expect(show('Poincaré disc', 'poincare')).toBe('[Poincaré] disc');
    expect(show('Poincare\u0301 disc', 'CARÉ')).toBe('Poin[care\u0301] disc');
  });

  it('joins marks that meet', () => {
    expect(show('gradient', 'grad', 'radi')).toBe('[gradi]ent');
  });

  it('says that there is nothing to mark', () => {
    expect(show('Norms', 'vector')).toBeUndefined();
    expect(show('Norms')).toBeUndefined();
  });

  it('keeps letters together that are two units long', () => {
    expect(show('𝒙 and norms', 'norm')).toBe('𝒙 and [norm]s');
  });
});
