// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { IMap } from '../src/api';
import { Graph, sameDrawing } from '../src/map/graph';
import { rounded } from '../src/map/lines';
import { largeMap, smallMap } from './map-fixtures';

const graph = new Graph(smallMap());
const from = (lesson: string) => graph.node(lesson)!;
const titles = (nodes: readonly { title: string }[]) =>
  nodes.map(({ title }) => title);

describe('the graph of the lessons', () => {
  it('knows what a lesson needs and what builds on it', () => {
    expect(titles(graph.needs(from('calculus')))).toEqual(['Vectors']);
    expect(titles(graph.leadsTo(from('vectors')))).toEqual([
      'Calculus',
      'Linear regression'
    ]);
  });

  it('leaves out prerequisites that are not on the map', () => {
    expect(titles(graph.needs(from('regression')))).toEqual(['Vectors']);
  });

  it('goes along a line by the arrow key of its direction', () => {
    expect(graph.next(from('vectors'), 'right')?.lesson).toBe('calculus');
    expect(graph.next(from('calculus'), 'left')?.lesson).toBe('vectors');
    expect(graph.next(from('vectors'), 'down')?.lesson).toBe('probability');
  });

  it('goes to the nearest box where there is no line', () => {
    expect(graph.next(from('probability'), 'up')?.lesson).toBe('vectors');
    expect(graph.next(from('probability'), 'down')?.lesson).toBe('regression');
  });

  it('stays where it is at the rim', () => {
    expect(graph.next(from('vectors'), 'left')).toBeNull();
    expect(graph.next(from('vectors'), 'up')).toBeNull();
  });

  it('reaches every lesson of a large map by arrow keys alone', () => {
    const large = new Graph(largeMap());
    const reached = new Set([large.nodes[0]]);
    for (const node of reached) {
      for (const direction of ['left', 'right', 'up', 'down'] as const) {
        const next = large.next(node, direction);
        if (next) {
          reached.add(next);
        }
      }
    }
    expect(large.nodes).toHaveLength(150);
    expect(reached.size).toBe(150);
  });

  it('finds a lesson by the beginning of its title, from where one is on', () => {
    expect(graph.find('li', null)?.lesson).toBe('regression');
    expect(graph.find('PROB', from('regression'))?.lesson).toBe('probability');
    expect(graph.find('zzz', null)).toBeNull();
  });

  it('tells a change of states from a change of the drawing', () => {
    const map = smallMap();
    const [first, ...others] = map.nodes;
    const passed: IMap = { ...map, nodes: [{ ...first, state: 4 }, ...others] };
    const moved: IMap = { ...map, nodes: [{ ...first, x: 99 }, ...others] };
    expect(sameDrawing(map, passed)).toBe(true);
    expect(sameDrawing(map, moved)).toBe(false);
  });
});

describe('a line', () => {
  it('has rounded corners, and none that are larger than its parts', () => {
    const path = rounded([
      [0, 0],
      [100, 0],
      [100, 10]
    ]);
    expect(path).toBe('M0 0L95 0Q100 0 100 5L100 10');
  });

  it('is straight between two points, and nothing with fewer', () => {
    expect(
      rounded([
        [0, 0],
        [5, 5]
      ])
    ).toBe('M0 0L5 5');
    expect(rounded([[0, 0]])).toBe('');
  });
});
