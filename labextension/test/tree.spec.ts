// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { NO_FILTER, RowFilter } from '../src/roadmap/filter';
import {
  buildRows,
  countPlanned,
  firstOpen,
  type IRow
} from '../src/roadmap/rows';
import { TreeState } from '../src/roadmap/treestate';
import { DOT, MODULE, NODE, rows, SET, THEORY, VECTORS } from './fixtures';

const SECOND = '02-regression';
const ASSIGNMENTS = '01-foundations/assignments-and-quizzes';
const ALL: readonly IRow[] = buildRows(rows());

function state(expanded: string[] = [MODULE], current = MODULE) {
  return new TreeState(ALL, expanded, current);
}

const keys = (some: readonly IRow[]) => some.map(({ key }) => key);

/** The keys of the rows that a press leads to, one press after the other, one second apart. */
function walk(tree: TreeState, ...pressed: string[]): (string | null)[] {
  return pressed.map((key, index) => {
    const action = tree.press(key, index * 1000);
    if (action?.kind === 'focus') {
      tree.focus(action.row);
    }
    return action && `${action.kind} ${action.row.key}`;
  });
}

describe('buildRows', () => {
  it('lists the rows from top to bottom, what is inside a row after it', () => {
    const tree = state();
    const vectors = tree.row(VECTORS)!;
    expect(keys(ALL.slice(vectors.index, vectors.end))).toEqual([
      VECTORS,
      `${VECTORS}/vectors#dot-product`,
      `${VECTORS}/vectors#norms`
    ]);
    expect(ALL.every((row, index) => row.index === index)).toBe(true);
    expect(vectors.level).toBe(3);
    expect(vectors.parent?.key).toBe(THEORY);
  });

  it('knows the part of a module that a row is in', () => {
    const tree = state();
    expect(tree.row(DOT)?.part).toBe('assignments-and-quizzes');
    expect(tree.row(NODE)?.part).toBeUndefined();
  });
});

describe('countPlanned', () => {
  it('counts a lesson in two parts of a module once', () => {
    expect(countPlanned(ALL, ALL[0])).toBe(2);
  });

  it('counts nodes where there are no lessons', () => {
    expect(countPlanned(ALL, state().row(SECOND)!)).toBe(1);
  });
});

describe('firstOpen', () => {
  it('opens the first that can be read, and the way to it', () => {
    expect(firstOpen(ALL)).toEqual([VECTORS, THEORY, MODULE]);
    expect(firstOpen(buildRows(rows().slice(1)))).toEqual([]);
  });
});

describe('TreeState', () => {
  it('shows only what is in open rows', () => {
    expect(keys(state([]).visible())).toEqual([MODULE, SECOND]);
    expect(state().visible()).toHaveLength(10);
    expect(state([VECTORS]).visible()).toHaveLength(2);
  });

  it('moves up and down, to the first and the last row, and not beyond', () => {
    expect(
      walk(state(), 'ArrowUp', 'ArrowDown', 'End', 'ArrowDown', 'Home')
    ).toEqual([
      null,
      `focus ${THEORY}`,
      `focus ${SECOND}`,
      null,
      `focus ${MODULE}`
    ]);
  });

  it('opens, enters, leaves and closes with the arrows', () => {
    expect(walk(state([]), 'ArrowRight')).toEqual([`expand ${MODULE}`]);
    expect(walk(state(), 'ArrowRight')).toEqual([`focus ${THEORY}`]);
    expect(walk(state([MODULE, THEORY], THEORY), 'ArrowLeft')).toEqual([
      `collapse ${THEORY}`
    ]);
    const open = [MODULE, ASSIGNMENTS, SET];
    expect(walk(state(open, DOT), 'ArrowRight', 'ArrowLeft')).toEqual([
      null,
      `focus ${SET}`
    ]);
    expect(walk(state([]), 'ArrowLeft')).toEqual([null]);
  });

  it('opens what Enter is pressed on; Space opens a leaf and toggles the rest', () => {
    expect(walk(state([MODULE], NODE), 'Enter', ' ')).toEqual([
      `open ${NODE}`,
      `expand ${NODE}`
    ]);
    expect(walk(state([MODULE, ASSIGNMENTS, SET], DOT), ' ')).toEqual([
      `open ${DOT}`
    ]);
    expect(walk(state(), '*')).toEqual([`expand-siblings ${MODULE}`]);
  });

  it('has no use for other keys', () => {
    expect(walk(state(), 'Tab', 'Escape', 'F2')).toEqual([null, null, null]);
  });

  it('goes on to the next row with the letter typed, around the end', () => {
    expect(walk(state(), 'm', 'm', 'm')).toEqual([
      'focus 01-foundations/mathematics',
      `focus ${SECOND}`,
      `focus ${MODULE}`
    ]);
  });

  it('reads letters typed in a row as one word, spaces included', () => {
    const tree = state();
    let last: string | undefined;
    [...'Module 2'].forEach((key, index) => {
      const action = tree.press(key, index * 100);
      expect(action?.kind).toBe('focus');
      tree.focus(action!.row);
      last = action?.row.key;
    });
    expect(last).toBe(SECOND);
  });

  it('takes a space that continues no title for the key that opens', () => {
    const tree = state([], SECOND);
    tree.press('m', 0);
    tree.focus(tree.row(SECOND)!);
    tree.press('x', 50);
    expect(tree.press(' ', 100)).toMatchObject({ kind: 'expand' });
  });

  it('comes up to a row that is closed over the current one', () => {
    const tree = state([MODULE, THEORY, VECTORS], VECTORS);
    tree.collapse(tree.row(MODULE)!);
    expect(tree.current?.key).toBe(MODULE);
  });

  it('forgets open and current rows that the roadmap no longer has', () => {
    const tree = state([MODULE, 'gone'], 'gone');
    expect(tree.expanded).toEqual([MODULE]);
    expect(tree.current?.key).toBe(MODULE);
  });

  it('is quiet when there are no rows', () => {
    const tree = new TreeState([]);
    expect(tree.current).toBeNull();
    expect(tree.press('ArrowDown', 0)).toBeNull();
  });
});

describe('TreeState with a filter', () => {
  const filter = new RowFilter(ALL);
  const search = (text: string) =>
    filter.apply({ ...NO_FILTER, text }, () => [0, 0, 0, 0, 0]);

  it('opens the way to the matches and goes to the first', () => {
    const tree = state([], SECOND);
    tree.filter(search('norms'));
    expect(keys(tree.visible())).toEqual([
      MODULE,
      THEORY,
      VECTORS,
      `${VECTORS}/vectors#norms`,
      NODE
    ]);
    expect(tree.current?.key).toBe(`${VECTORS}/vectors#norms`);
    expect(tree.row(NODE) && tree.isExpanded(tree.row(NODE)!)).toBe(false);
  });

  it('lets one close rows for the time of the search, and remembers neither', () => {
    const tree = state([]);
    tree.filter(search('norms'));
    tree.collapse(tree.row(THEORY)!);
    expect(keys(tree.visible())).toEqual([MODULE, THEORY, NODE]);
    expect(tree.expanded).toEqual([]);
    tree.filter(null);
    expect(keys(tree.visible())).toEqual([MODULE, SECOND]);
  });

  it('keeps a row in sight that was gone to', () => {
    const tree = state([]);
    tree.filter(search('norms'));
    tree.reveal(tree.row(`${VECTORS}/vectors#norms`)!);
    tree.filter(null);
    expect(tree.current?.key).toBe(`${VECTORS}/vectors#norms`);
    expect(tree.isVisible(tree.current!)).toBe(true);
  });

  it('comes up to a row in sight when the search is over', () => {
    const tree = state([]);
    tree.filter(search('norms'));
    tree.filter(null);
    expect(tree.current?.key).toBe(MODULE);
  });
});
