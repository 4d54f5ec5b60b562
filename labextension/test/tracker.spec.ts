// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import {
  type INotebookTracker,
  NotebookActions,
  NotebookPanel
} from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { RequestError } from '../src/api';
import { RoadmapModel } from '../src/model';
import {
  ANSWERS,
  answersIn,
  AnswerTracker,
  checkId,
  CheckTracker,
  verdict
} from '../src/tracker';
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
    expect(api.asked).toEqual([]);
  });

  it('fetches the roadmap at the first check and records it', async () => {
    execute(PROBLEMS, graded, { success: false, errorName: 'CheckFailed' });
    await settled();
    expect(api.asked).toHaveLength(1);
    execute(PROBLEMS, graded);
    await settled();
    const exercise = 'linear-algebra#dot';
    expect(api.sent).toEqual([
      { kind: 'checked', exercise, passed: false },
      { kind: 'checked', exercise, passed: true }
    ]);
    expect(api.asked).toHaveLength(1);
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
    expect(late.sent).toHaveLength(1);
  });
});

describe('answersIn', () => {
  it.each([
    [
      { [ANSWERS]: { lesson: 'vectors', answers: { q1: true, q2: false } } },
      [
        { question: 'vectors/q1', right: true },
        { question: 'vectors/q2', right: false }
      ]
    ],
    [{ [ANSWERS]: { lesson: 'vectors', answers: { q1: 'yes' } } }, []],
    [{ [ANSWERS]: { lesson: 7, answers: { q1: true } } }, []],
    [{ [ANSWERS]: { lesson: 'vectors', answers: null } }, []],
    [{ [ANSWERS]: 'nonsense' }, []],
    [{ 'text/plain': 'Quiz' }, []]
  ])('reads %j', (data, answers) => {
    expect(answersIn(data)).toEqual(answers);
  });
});

describe('AnswerTracker', () => {
  /** An output with these answers. */
  const output = (answers: Record<string, boolean>) => ({
    type: 'display_data',
    data: { [ANSWERS]: { lesson: 'vectors', answers } }
  });

  /** A notebook with one code cell, which holds an output. */
  async function setUp(saved: Record<string, boolean>) {
    const outputs = [output(saved)];
    const changed = new Signal<object, object>({});
    const cell = {
      type: 'code',
      outputs: {
        length: outputs.length,
        get: (index: number) => outputs[index],
        changed
      }
    };
    const cells = Object.assign([{ type: 'markdown' }, cell], {
      changed: new Signal({})
    });
    const iopubMessage = new Signal<object, object>({});
    const notebook = {
      context: { ready: Promise.resolve() },
      content: { model: { cells } },
      sessionContext: { iopubMessage }
    };
    const notebooks = {
      forEach: (visit: (each: object) => void) => visit(notebook),
      widgetAdded: new Signal({})
    } as unknown as INotebookTracker;
    const api = new FakeApi();
    new AnswerTracker(new RoadmapModel(api), notebooks);
    await settled();
    const change = async (type: string, answers: Record<string, boolean>) => {
      const values = [output(answers)];
      changed.emit(
        type === 'set'
          ? { type, newValues: values, oldValues: [] }
          : { type, newValues: [], oldValues: values }
      );
      await settled();
      return api.sent.map(event =>
        event.kind === 'answered' ? `${event.question} ${event.right}` : ''
      );
    };
    return { change, changed, iopubMessage, api };
  }

  it('hears of answers that no output shows, as after a reload of the page', async () => {
    const { change, iopubMessage, api } = await setUp({ q1: true });
    iopubMessage.emit({ content: { execution_state: 'busy' } });
    iopubMessage.emit({ content: output({ q1: true, q2: true }) });
    // Where the output is there too, it is the same news.
    await change('set', { q1: true, q2: true });
    expect(api.sent).toEqual([
      { kind: 'answered', question: 'vectors/q2', right: true }
    ]);
  });

  it('records what is answered now, and not what was when the notebook was opened', async () => {
    const { change, api } = await setUp({ q1: true });
    expect(api.sent).toEqual([]);
    expect(await change('set', { q1: true, q2: false })).toEqual([
      'vectors/q2 false'
    ]);
    expect(await change('set', { q1: true, q2: true })).toEqual([
      'vectors/q2 false',
      'vectors/q2 true'
    ]);
  });

  it('asks for no roadmap', async () => {
    const { change, api } = await setUp({});
    await change('set', { q1: true });
    expect(api.asked).toEqual([]);
  });

  it('records the same answer again when the quiz was started again', async () => {
    const { change } = await setUp({ q1: true });
    await change('remove', { q1: true });
    expect(await change('set', { q1: true })).toEqual(['vectors/q1 true']);
  });

  it('does not look at what a cell prints', async () => {
    const { changed, api } = await setUp({});
    const stream = {
      type: 'stream',
      get data() {
        throw new Error('looked at');
      }
    };
    changed.emit({ type: 'set', newValues: [stream], oldValues: [] });
    await settled();
    expect(api.sent).toEqual([]);
  });
});
