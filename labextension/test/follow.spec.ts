// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { findHere, IDLE, LOOK, Reading } from '../src/roadmap/follow';
import { buildRows } from '../src/roadmap/rows';
import { TreeState } from '../src/roadmap/treestate';
import {
  DOT,
  largeRoadmap,
  LESSON,
  MODULE,
  NODE,
  NORMS,
  PROBLEMS,
  row,
  rows,
  SET,
  target,
  THEORY,
  VECTORS
} from './fixtures';

const ALL = buildRows(rows());
const norms = { path: LESSON, cells: ['text', 'norms', 'dot-product'] };

describe('findHere', () => {
  it('takes the nearest cell above that a row leads to', () => {
    const state = new TreeState(ALL, [MODULE, THEORY, VECTORS]);
    expect(findHere(state, norms, null)?.row.key).toBe(NORMS);
    const top = { path: LESSON, cells: ['text', 'title'] };
    expect(findHere(state, top, null)?.row.key).toBe(VECTORS);
    const check = { path: PROBLEMS, cells: ['dot-check', 'dot', 'dot-task'] };
    expect(findHere(state, check, null)?.row.key).toBe(DOT);
  });

  it('is nowhere in a notebook that no row leads to', () => {
    const state = new TreeState(ALL, [MODULE]);
    expect(findHere(state, { path: 'mine.ipynb', cells: [] }, null)).toBeNull();
  });

  it('stays at the row that was clicked, where a place stands twice', () => {
    const state = new TreeState(ALL, [MODULE, THEORY, VECTORS]);
    const node = state.row(NODE)!;
    expect(findHere(state, norms, node)?.row).toBe(node);
    const dot = state.row(DOT)!;
    expect(findHere(state, norms, dot)?.row.key).toBe(NORMS);
  });

  it('takes a row in sight before one that has to be shown', () => {
    const state = new TreeState(ALL, [MODULE]);
    expect(findHere(state, norms, null)?.row.key).toBe(NODE);
  });

  it('names the innermost row in sight around one that is closed in', () => {
    const state = new TreeState(ALL, []);
    const check = { path: PROBLEMS, cells: ['dot-task'] };
    const here = findHere(state, check, null);
    expect(here?.above?.key).toBe(MODULE);
    expect(here?.open).toBe(true);
    expect(here?.row.key).toBe(DOT);
  });

  it('does not open a hundred rows to show one', () => {
    const place = target('far.ipynb', { cell: 'here' });
    const inside = row({
      key: 'in',
      kind: 'topic',
      title: 'In',
      target: place
    });
    const children = Array.from({ length: 100 }, (_, index) =>
      row({ key: `${index}`, kind: 'topic', title: 'Other' })
    );
    const all = buildRows([
      row({
        key: 'full',
        kind: 'node',
        title: 'Full',
        children: [...children, inside]
      })
    ]);
    const here = findHere(
      new TreeState(all),
      { path: 'far.ipynb', cells: ['here'] },
      null
    );
    expect(here?.open).toBe(false);
    expect(here?.above?.key).toBe('full');
  });

  it('copes with the largest roadmap', () => {
    const state = new TreeState(buildRows(largeRoadmap().rows));
    const position = { path: 'course/m14.ipynb', cells: ['cell-8-9'] };
    expect(findHere(state, position, null)?.row.data.target?.topic).toBe(
      'm14#8-9'
    );
  });

  it('is at the notebook itself before its first place', () => {
    const state = new TreeState(ALL, [MODULE, SET]);
    const whole = { path: PROBLEMS, cells: ['imports'] };
    expect(findHere(state, whole, null)?.row.key).toBe(SET);
  });
});

describe('Reading', () => {
  function setUp() {
    const read: string[] = [];
    return { read, reading: new Reading(topic => read.push(topic)) };
  }
  const look = (reading: Reading, times: number, idle = 0) => {
    for (let time = 0; time < times; time++) {
      reading.tick(LOOK, idle);
    }
  };

  it('takes a topic for read after half a minute in view, once', () => {
    const { read, reading } = setUp();
    reading.arrive('a#b');
    look(reading, 5);
    expect(read).toEqual([]);
    look(reading, 20);
    expect(read).toEqual(['a#b']);
    reading.arrive('');
    reading.arrive('a#b');
    look(reading, 20);
    expect(read).toEqual(['a#b']);
  });

  it('begins again when another topic comes into view', () => {
    const { read, reading } = setUp();
    reading.arrive('a#b');
    look(reading, 5);
    reading.arrive('a#c');
    look(reading, 5);
    reading.arrive('a#b');
    look(reading, 5);
    expect(read).toEqual([]);
  });

  it('does not count time in which nobody is there', () => {
    const { read, reading } = setUp();
    reading.arrive('a#b');
    look(reading, 20, IDLE + 1);
    expect(read).toEqual([]);
    look(reading, 6, IDLE - 1);
    expect(read).toEqual(['a#b']);
  });

  it('waits for nothing where there is no topic', () => {
    const { read, reading } = setUp();
    look(reading, 20);
    expect(reading.waiting).toBe(false);
    expect(read).toEqual([]);
  });
});
