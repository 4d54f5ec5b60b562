// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { RequestError } from '../src/api';
import { type Change, RoadmapModel } from '../src/model';
import { FakeApi, PROBLEMS, roadmap } from './fixtures';

const DOT = 'linear-algebra#dot';
const NORM = 'linear-algebra#norm';
const passed = { kind: 'checked', exercise: DOT, passed: true } as const;
const away = new RequestError('unreachable');

function setUp(remembered?: () => Promise<string>) {
  const api = new FakeApi();
  const model = new RoadmapModel(api, remembered);
  const changes: Change['kind'][] = [];
  model.changed.connect((_, { kind }) => changes.push(kind));
  return { api, model, changes };
}

/** The state of the first row of an exercise. */
function stateOf(model: RoadmapModel, exercise: string): number {
  const walk = (rows: readonly any[]): any[] =>
    rows.flatMap(row => [row, ...walk(row.children)]);
  const index = walk(model.roadmap?.rows as any[]).findIndex(
    ({ target }) => target?.exercise === exercise
  );
  return model.rowProgress(index)[0];
}

describe('RoadmapModel', () => {
  it('asks for nothing before it is told to, and once when told twice', async () => {
    const { api, model } = setUp();
    expect(api.asked).toEqual([]);
    await Promise.all([model.load(), model.load()]);
    await model.load();
    expect(api.asked).toEqual(['']);
    expect(model.roadmap?.title).toBe('Machine learning');
  });

  it('tells listeners that it is loading, then that the roadmap is there', async () => {
    const { model, changes } = setUp();
    const loading = model.load();
    expect(model.loading).toBe(true);
    await loading;
    expect(model.loading).toBe(false);
    expect(changes).toEqual(['connection', 'roadmap', 'connection']);
  });

  it('knows nothing of rows before the first load', () => {
    expect(setUp().model.rowProgress(0)).toEqual([-1, 0, 0, 0, 0]);
  });

  it('takes the state of a check from the server', async () => {
    const { model, changes } = setUp();
    await model.load();
    expect(stateOf(model, DOT)).toBe(0);
    await model.record(passed);
    expect(stateOf(model, DOT)).toBe(3);
    expect(changes).toContain('progress');
  });

  it('finds an exercise by its notebook and check cell only', async () => {
    const { model } = setUp();
    await model.load();
    expect(model.exerciseAt(PROBLEMS, 'norm-check')).toBe(NORM);
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
    expect(model.roadmap?.rows).toHaveLength(2);
    expect(stateOf(model, DOT)).toBe(3);
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
    expect(stateOf(model, DOT)).toBe(3);
  });

  it('sends what has gathered in one request', async () => {
    const { api, model } = setUp();
    const send = jest.spyOn(api, 'send');
    api.failure = away;
    await model.record(passed);
    await model.record({ ...passed, exercise: NORM });
    send.mockClear();
    api.failure = null;
    await model.refresh();
    expect(send).toHaveBeenCalledTimes(1);
    expect(api.sent).toEqual([passed, { ...passed, exercise: NORM }]);
  });

  it('loses neither of two events recorded at once', async () => {
    const { api, model } = setUp();
    await Promise.all([
      model.record(passed),
      model.record({ ...passed, exercise: NORM })
    ]);
    expect(api.sent).toEqual([passed, { ...passed, exercise: NORM }]);
    expect(model.unsent).toBe(0);
  });

  it('drops the one event that the server refuses, and says so', async () => {
    const { api, model } = setUp();
    await model.load();
    api.failure = away;
    await model.record({ kind: 'read', topic: 'gone' });
    await model.record(passed);
    api.failure = null;
    const send = api.send.bind(api);
    api.send = async (events, id) => {
      if (events.some(({ kind }) => kind === 'read')) {
        throw new RequestError('refused', 'No such topic.');
      }
      return send(events, id);
    };
    const errors: (string | undefined)[] = [];
    model.changed.connect(() => errors.push(model.error?.message));
    await model.record({ kind: 'opened', lesson: 'vectors' });
    expect(api.sent.map(({ kind }) => kind)).toEqual(['checked', 'opened']);
    expect(stateOf(model, DOT)).toBe(3);
  });

  it('says why when the last thing recorded was refused', async () => {
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
    while (api.asked.length < 2) {
      await Promise.resolve();
    }
    await model.record(passed);
    arrive();
    await refreshed;
    expect(stateOf(model, DOT)).toBe(3);
  });

  it('does not let an older answer undo a newer one', async () => {
    const { api, model } = setUp();
    await model.load();
    const before = await api.progress('modules');
    let arrive = () => {};
    const delay = new Promise<void>(resolve => (arrive = resolve));
    let asked = false;
    api.progress = async () => {
      asked = true;
      await delay;
      return before;
    };
    const caughtUp = model.catchUp();
    while (!asked) {
      await Promise.resolve();
    }
    await model.record(passed);
    arrive();
    await caughtUp;
    expect(stateOf(model, DOT)).toBe(3);
  });
});

describe('picking a roadmap', () => {
  it('begins with the one that is remembered', async () => {
    const { api, model } = setUp(async () => 'short');
    await model.load();
    expect(api.asked).toEqual(['short']);
    expect(model.roadmap?.roadmap).toBe('short');
  });

  it('does without memory where it cannot be read', async () => {
    const { api, model } = setUp(() => Promise.reject(new Error('gone')));
    await model.load();
    expect(api.asked).toEqual(['']);
  });

  it('asks for nothing before the panel does', async () => {
    const { api, model } = setUp(async () => 'modules');
    await model.pick('short');
    expect(api.asked).toEqual([]);
    await model.load();
    expect(api.asked).toEqual(['short']);
  });

  it('fetches another one, and asks for progress in that', async () => {
    const { model } = setUp();
    await model.load();
    await model.pick('short');
    expect(model.roadmap?.rows).toHaveLength(1);
    await model.record(passed);
    expect(model.progress?.roadmap).toBe('short');
    expect(model.picked).toBe('short');
  });

  it('ends with the one that was picked last', async () => {
    const { model } = setUp();
    const loading = model.load();
    const picking = model.pick('short');
    await Promise.all([loading, picking]);
    expect(model.roadmap?.roadmap).toBe('short');
  });

  it("goes back to the course's own choice when one is gone", async () => {
    const { api, model } = setUp(async () => 'my-path');
    const ask = api.roadmap.bind(api);
    api.roadmap = async id => {
      if (id === 'my-path') {
        throw new RequestError('refused', 'No such roadmap.');
      }
      return ask(id);
    };
    await model.load();
    expect(model.roadmap?.roadmap).toBe('modules');
    expect(model.error).toBeNull();
    expect(model.picked).toBe('');
  });
});

describe('catching up', () => {
  it('asks once for all who want it at a time', async () => {
    const { api, model } = setUp();
    await model.load();
    await Promise.all([model.catchUp(), model.catchUp()]);
    expect(api.caughtUp).toBe(1);
  });

  it('asks for nothing before the first load', async () => {
    const { api, model } = setUp();
    await model.catchUp();
    expect(api.caughtUp).toBe(0);
  });

  it('shows what was done in another window', async () => {
    const { api, model } = setUp();
    await model.load();
    api.states[NORM] = 4;
    await model.catchUp();
    expect(stateOf(model, NORM)).toBe(4);
  });

  it('reads the roadmaps again when a goal was pinned', async () => {
    const { api, model } = setUp();
    await model.load();
    api.pinned = 'vectors';
    await model.catchUp();
    await model.refresh();
    expect(api.asked).toHaveLength(2);
    expect(model.progress?.pinned).toBe('vectors');
  });

  it('reads the tree again when the course has other rows now', async () => {
    const { api, model } = setUp();
    await model.load();
    api.progress = async () => ({
      ...(await api.send([], 'modules')),
      rows: []
    });
    await model.catchUp();
    await model.refresh();
    expect(api.asked).toHaveLength(2);
    expect(model.progress?.rows.length).toBe(roadmap().progress?.rows.length);
  });
});
