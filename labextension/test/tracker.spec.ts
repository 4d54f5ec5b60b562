// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { NotebookActions, NotebookPanel } from '@jupyterlab/notebook';
import { RequestError } from '../src/api';
import { RoadmapModel } from '../src/model';
import { checkId, CheckTracker, verdict } from '../src/tracker';
import { FakeApi, PROBLEMS } from './fixtures';

jest.mock('@jupyterlab/notebook', () => {
  const { Signal } = jest.requireActual('@lumino/signaling');
  return {
    NotebookActions: { executed: new Signal({}) },
    NotebookPanel: class {
      constructor(readonly context: { localPath: string }) {}
    }
  };
});

const graded = { grade: true, grade_id: 'dot-check', points: 2 };

/** Run a cell, as far as the tracker can tell. */
function execute(
  path: string,
  nbgrader: unknown,
  { success = true, count = 1 as number | null, errorName = '' } = {}
): void {
  const Panel = NotebookPanel as unknown as new (context: object) => object;
  const executed = NotebookActions.executed as unknown as {
    emit(run: object): void;
  };
  executed.emit({
    notebook: { parent: new Panel({ localPath: path }) },
    cell: { model: { getMetadata: () => nbgrader, executionCount: count } },
    success,
    error: errorName ? { errorName } : null
  });
}

/** Let the requests that were started come to an end. */
const settled = () => new Promise(resolve => setTimeout(resolve));

describe('checkId', () => {
  it.each([
    [graded, 'dot-check'],
    [{ ...graded, grade: false }, null],
    [{ grade: true }, null],
    [{ grade: true, grade_id: 7 }, null],
    ['nonsense', null],
    [undefined, null]
  ])('reads %j as %s', (metadata, id) => {
    expect(checkId(metadata)).toBe(id);
  });
});

describe('verdict', () => {
  it.each([
    [true, 3, null, true],
    [false, 3, 'CheckFailed', false],
    [false, 3, 'AnswerRaised', false],
    [false, 3, 'NotAttempted', null],
    [false, 3, 'KeyboardInterrupt', null],
    [true, null, null, null]
  ])('of success %s, count %s, error %s is %s', (success, count, name, is) => {
    expect(verdict(success, count, name)).toBe(is);
  });
});

describe('CheckTracker', () => {
  const api = new FakeApi();
  const model = new RoadmapModel(api);
  new CheckTracker(model);

  it('asks for nothing when other cells are run', async () => {
    execute(PROBLEMS, undefined);
    execute(PROBLEMS, { ...graded, grade: false });
    execute(PROBLEMS, graded, { success: false, errorName: 'NotAttempted' });
    await settled();
    expect(api.asked).toBe(0);
  });

  it('fetches the roadmap at the first check and records it', async () => {
    execute(PROBLEMS, graded, { success: false, errorName: 'CheckFailed' });
    await settled();
    expect(api.asked).toBe(1);
    expect(model.state('linear-algebra#dot')).toBe('attempted');
    execute(PROBLEMS, graded);
    await settled();
    expect(model.state('linear-algebra#dot')).toBe('passed');
    expect(api.asked).toBe(1);
  });

  it('leaves the notebooks of others alone', async () => {
    const before = api.sent.length;
    execute('homework/linear-algebra.ipynb', graded);
    execute(PROBLEMS, { ...graded, grade_id: 'another-check' });
    await settled();
    expect(api.sent.length).toBe(before);
  });

  it('keeps a check that was run before the server could be reached', async () => {
    const late = new FakeApi();
    late.failure = new RequestError('unreachable');
    const lateModel = new RoadmapModel(late);
    await lateModel.recordCheck({
      path: PROBLEMS,
      check: 'norm-check',
      passed: true
    });
    expect(late.sent).toEqual([]);
    late.failure = null;
    await lateModel.load();
    expect(lateModel.state('linear-algebra#norm')).toBe('passed');
  });
});
