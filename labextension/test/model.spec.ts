// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { RequestError } from '../src/api';
import { type Change, RoadmapModel } from '../src/model';
import { FakeApi, PROBLEMS } from './fixtures';

const DOT = 'linear-algebra#dot';
const NORM = 'linear-algebra#norm';
const passed = { kind: 'checked', exercise: DOT, passed: true } as const;
const away = new RequestError('unreachable');

function setUp() {
  const api = new FakeApi();
  const model = new RoadmapModel(api);
  const changes: Change[] = [];
  model.changed.connect((_, change) => changes.push(change));
  return { api, model, changes };
}

describe('RoadmapModel', () => {
  it('asks for nothing before it is told to, and once when told twice', async () => {
    const { api, model } = setUp();
    expect(api.asked).toBe(0);
    await Promise.all([model.load(), model.load()]);
    await model.load();
    expect(api.asked).toBe(1);
    expect(model.roadmap?.title).toBe('Machine learning');
  });

  it('tells listeners that it is loading, then that the roadmap is there', async () => {
    const { model, changes } = setUp();
    const loading = model.load();
    expect(model.loading).toBe(true);
    await loading;
    expect(model.loading).toBe(false);
    expect(changes.map(({ kind }) => kind)).toEqual([
      'connection',
      'roadmap',
      'connection'
    ]);
  });

  it('takes the state of a check from the server', async () => {
    const { model, changes } = setUp();
    await model.load();
    expect(model.state(DOT)).toBe('new');
    await model.record(passed);
    expect(model.state(DOT)).toBe('passed');
    expect(changes).toContainEqual({ kind: 'states', exercises: [DOT] });
  });

  it('is silent about a state that did not change', async () => {
    const { model, changes } = setUp();
    await model.load();
    await model.record(passed);
    changes.length = 0;
    await model.record({ ...passed, passed: false });
    expect(model.state(DOT)).toBe('passed');
    expect(changes).toEqual([]);
  });

  it('finds an exercise by its notebook and check cell only', async () => {
    const { model } = setUp();
    await model.load();
    expect(model.exerciseAt(PROBLEMS, 'norm-check')?.id).toBe(NORM);
    expect(model.exerciseAt('copy-of.ipynb', 'norm-check')).toBeNull();
    expect(model.exerciseAt(PROBLEMS, 'norm')).toBeNull();
  });

  it('keeps the roadmap and the states when the server goes away', async () => {
    const { api, model } = setUp();
    await model.load();
    await model.record(passed);
    api.failure = away;
    await model.refresh();
    expect(model.error).toBe(away);
    expect(model.roadmap?.modules).toHaveLength(2);
    expect(model.state(DOT)).toBe('passed');
  });

  it('can be loaded again after a failure', async () => {
    const { api, model } = setUp();
    api.failure = away;
    await model.load();
    expect(model.roadmap).toBeNull();
    api.failure = null;
    await model.load();
    expect(model.error).toBeNull();
    expect(model.roadmap).not.toBeNull();
  });

  it('sends what could not be sent, in order, before the next request', async () => {
    const { api, model } = setUp();
    await model.load();
    api.failure = away;
    await model.record({ kind: 'opened', lesson: 'vectors' });
    await model.record(passed);
    expect(model.unsent).toBe(1);
    api.failure = null;
    await model.refresh();
    expect(api.sent.map(({ kind }) => kind)).toEqual(['opened', 'checked']);
    expect(model.unsent).toBe(0);
    expect(model.error).toBeNull();
    expect(model.state(DOT)).toBe('passed');
  });

  it('sends two events recorded at once one after the other', async () => {
    const { api, model } = setUp();
    await Promise.all([
      model.record(passed),
      model.record({ ...passed, exercise: NORM })
    ]);
    expect(api.sent).toEqual([passed, { ...passed, exercise: NORM }]);
    expect(model.unsent).toBe(0);
  });

  it('drops an event that the server refuses, and says so', async () => {
    const { api, model } = setUp();
    await model.load();
    api.failure = new RequestError('refused', 'No such exercise.');
    await model.record(passed);
    expect(model.error?.message).toBe('No such exercise.');
    expect(model.unsent).toBe(0);
  });

  it('does not let an older roadmap undo a newer state', async () => {
    const { api, model } = setUp();
    await model.load();
    let arrive = () => {};
    api.delay = new Promise(resolve => (arrive = resolve));
    const refreshed = model.refresh();
    while (api.asked < 2) {
      await Promise.resolve();
    }
    await model.record(passed);
    arrive();
    await refreshed;
    expect(model.state(DOT)).toBe('passed');
  });
});
