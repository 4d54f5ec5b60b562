// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { IRoadmap } from '../src/api';
import { buildRows, firstOpen, TreeState } from '../src/tree';
import { roadmap } from './fixtures';

const FIRST = 'module:01-foundations';
const LESSON = 'lesson:vectors';
const SET = 'problem-set:linear-algebra';

function state(expanded: string[] = [FIRST, SET], current = FIRST) {
  return new TreeState(buildRows(roadmap()), expanded, current);
}

/** The keys of the rows that a press leads to, one press after the other, one second apart. */
function walk(tree: TreeState, ...keys: string[]): (string | null)[] {
  return keys.map((key, index) => {
    const action = tree.press(key, index * 1000);
    if (action?.kind === 'focus') {
      tree.focus(action.row);
    }
    return action && `${action.kind} ${action.row.key}`;
  });
}

describe('buildRows', () => {
  it('nests modules, lessons with topics and problem sets with exercises', () => {
    const [first, second] = buildRows(roadmap());
    expect(first.children.map(row => row.key)).toEqual([
      LESSON,
      'lesson:decompositions',
      SET
    ]);
    expect(first.children[2].children.map(row => row.title)).toEqual([
      'Dot product',
      'Length of a vector'
    ]);
    expect(first.exercises).toHaveLength(2);
    expect(first.children[2].parent).toBe(first);
    expect(second.children).toEqual([]);
  });

  it('leads to cells', () => {
    const [{ children }] = buildRows(roadmap());
    expect(children[0].children[0].target).toEqual({
      path: 'course/01-foundations/vectors.ipynb',
      cell: 'dot-product',
      available: true,
      lesson: 'vectors',
      topic: 'vectors#dot-product'
    });
    expect(children[2].children[1].target?.cell).toBe('norm-task');
  });

  it('gives a problem set of several notebooks a level for them', () => {
    const course = JSON.parse(JSON.stringify(roadmap())) as IRoadmap;
    const [set] = course.modules[0].problem_sets;
    const more = { ...set.notebooks[0], title: 'More', path: 'more.ipynb' };
    Object.assign(set, { notebooks: [...set.notebooks, more] });
    const row = buildRows(course)[0].children[2];
    expect(row.children.map(child => child.title)).toEqual(['Vectors', 'More']);
    expect(row.exercises).toHaveLength(4);
  });
});

describe('TreeState', () => {
  it('shows only what is in open rows', () => {
    expect(
      state([])
        .visible()
        .map(row => row.key)
    ).toEqual([FIRST, 'module:02-regression']);
    expect(state().visible()).toHaveLength(7);
  });

  it('moves up and down, to the first and the last row, and not beyond', () => {
    expect(
      walk(state(), 'ArrowUp', 'ArrowDown', 'End', 'ArrowDown', 'Home')
    ).toEqual([
      null,
      `focus ${LESSON}`,
      'focus module:02-regression',
      null,
      `focus ${FIRST}`
    ]);
  });

  it('opens, enters, leaves and closes with the arrows', () => {
    expect(walk(state([]), 'ArrowRight')).toEqual([`expand ${FIRST}`]);
    expect(walk(state(), 'ArrowRight')).toEqual([`focus ${LESSON}`]);
    expect(walk(state([FIRST, SET], SET), 'ArrowLeft')).toEqual([
      `collapse ${SET}`
    ]);
    const exercise = 'exercise:linear-algebra#norm';
    const inside = state([FIRST, SET], exercise);
    expect(walk(inside, 'ArrowRight', 'ArrowLeft')).toEqual([
      null,
      `focus ${SET}`
    ]);
    expect(walk(state([]), 'ArrowLeft')).toEqual([null]);
  });

  it('opens what Enter is pressed on; Space opens a leaf and toggles the rest', () => {
    expect(walk(state([FIRST], LESSON), 'Enter', ' ')).toEqual([
      `open ${LESSON}`,
      `expand ${LESSON}`
    ]);
    const exercise = 'exercise:linear-algebra#dot';
    expect(walk(state([FIRST, SET], exercise), ' ')).toEqual([
      `open ${exercise}`
    ]);
    expect(walk(state(), '*')).toEqual([`expand-siblings ${FIRST}`]);
  });

  it('has no use for other keys', () => {
    expect(walk(state(), 'Tab', 'Escape', 'F2')).toEqual([null, null, null]);
  });

  it('goes on to the next row with the letter typed, around the end', () => {
    expect(walk(state(), 'd', 'd', 'd')).toEqual([
      'focus lesson:decompositions',
      'focus exercise:linear-algebra#dot',
      'focus lesson:decompositions'
    ]);
  });

  it('reads letters typed in a row as one word, spaces included', () => {
    const tree = state();
    let last: string | undefined;
    [...'Length of'].forEach((key, index) => {
      const action = tree.press(key, index * 100);
      expect(action?.kind).toBe('focus');
      tree.focus(action!.row);
      last = action?.row.key;
    });
    expect(last).toBe('exercise:linear-algebra#norm');
  });

  it('takes a space that continues no title for the key that opens', () => {
    const tree = state([FIRST], SET);
    tree.press('l', 0);
    expect(tree.press(' ', 100)).toMatchObject({ kind: 'expand' });
  });

  it('starts a new word after any other key', () => {
    const tree = state();
    tree.press('v', 0);
    tree.press('ArrowRight', 50);
    expect(tree.press('d', 100)?.row.key).toBe('lesson:decompositions');
  });

  it('comes up to a row that is closed over the current one', () => {
    const tree = state([FIRST, SET], 'exercise:linear-algebra#dot');
    tree.collapse(tree.row(FIRST)!);
    expect(tree.current?.key).toBe(FIRST);
  });

  it('forgets open and current rows that the roadmap no longer has', () => {
    const tree = state([FIRST, 'module:gone'], 'lesson:gone');
    expect(tree.expanded).toEqual([FIRST]);
    expect(tree.current?.key).toBe(FIRST);
  });

  it('is quiet when there are no rows', () => {
    const tree = new TreeState([]);
    expect(tree.current).toBeNull();
    expect(tree.press('ArrowDown', 0)).toBeNull();
  });
});

describe('firstOpen', () => {
  it('opens the first module with a lesson to read', () => {
    const [first, second] = buildRows(roadmap());
    expect(firstOpen([second, first])).toEqual([FIRST]);
    expect(firstOpen([second])).toEqual([]);
  });
});
