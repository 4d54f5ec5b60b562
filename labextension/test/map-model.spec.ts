// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { type CourseEvent, type IStudyPath, RequestError } from '../src/api';
import { type IPinboard, MapModel } from '../src/map/model';
import { FakeMapApi } from './map-fixtures';

/** A sidebar that notes what it is told. */
class FakeBoard implements IPinboard {
  readonly first = 'fifteen-modules';
  current = 'deep-learning';
  taken = true;
  readonly events: CourseEvent[] = [];
  readonly shown: string[] = [];

  async record(event: CourseEvent): Promise<boolean> {
    this.events.push(event);
    return this.taken;
  }

  async show(roadmap: string): Promise<void> {
    this.shown.push(roadmap);
  }
}

function setUp() {
  const api = new FakeMapApi();
  const board = new FakeBoard();
  const model = new MapModel(api, board);
  const changes: string[] = [];
  model.changed.connect((_, change) => changes.push(change));
  return { api, board, model, changes };
}

describe('MapModel', () => {
  it('asks nothing before it is told to', () => {
    expect(setUp().api.asked).toEqual([]);
  });

  it('answers many wishes for news with one more request', async () => {
    const { api, model } = setUp();
    const first = model.refresh();
    void model.refresh();
    void model.refresh();
    await first;
    expect(api.asked).toEqual(['map', 'map']);
  });

  it('tells new states from a new drawing', async () => {
    const { api, changes, model } = setUp();
    await model.refresh();
    api.setState('vectors', 2);
    await model.refresh();
    expect(changes.filter(change => change !== 'connection')).toEqual([
      'drawing',
      'states'
    ]);
  });

  it('finds the way to a goal, again after every change, and gives it up', async () => {
    const { api, model } = setUp();
    await model.refresh();
    await model.choose('regression');
    expect(model.path?.lessons.map(({ lesson }) => lesson)).toEqual([
      'regression'
    ]);
    api.setState('vectors', 1);
    await model.refresh();
    expect(model.path?.lessons.map(({ lesson }) => lesson)).toEqual([
      'vectors',
      'regression'
    ]);
    await model.choose('');
    expect(model.path).toBeNull();
  });

  it('takes no answer about a goal that was given up meanwhile', async () => {
    const { api, model } = setUp();
    let answer: (path: IStudyPath) => void = () => {};
    const slow = new Promise<IStudyPath>(resolve => (answer = resolve));
    const quick = api.path.bind(api);
    api.path = goal => (goal === 'calculus' ? slow : quick(goal));
    await model.refresh();
    const first = model.choose('calculus');
    await model.choose('regression');
    answer(await quick('calculus'));
    await first;
    expect(model.path?.goal).toBe('regression');
  });

  it('keeps the map when the server is away, and says so until it is back', async () => {
    const { api, model } = setUp();
    await model.refresh();
    api.failure = new RequestError('unreachable');
    await model.refresh();
    expect(model.map?.nodes).toHaveLength(4);
    expect(model.error?.failure).toBe('unreachable');
    api.failure = null;
    await model.refresh();
    expect(model.error).toBeNull();
  });

  it('pins the goal and shows it in the sidebar', async () => {
    const { board, model } = setUp();
    await model.refresh();
    await model.choose('regression');
    await model.pin();
    expect(board.events).toEqual([{ kind: 'pinned', lesson: 'regression' }]);
    expect(board.shown).toEqual(['my-path']);
  });

  it('says so when the server did not take the pin, and leaves the sidebar alone', async () => {
    const { board, model } = setUp();
    await model.refresh();
    await model.choose('regression');
    board.taken = false;
    await model.pin();
    expect(model.unpinnable).toBe(true);
    expect(board.shown).toEqual([]);
  });

  it('unpins, and leaves another roadmap in the sidebar where it is', async () => {
    const { board, model } = setUp();
    await model.unpin();
    board.current = 'my-path';
    await model.unpin();
    expect(board.shown).toEqual(['deep-learning', 'fifteen-modules']);
  });
});
