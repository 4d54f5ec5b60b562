// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { ISessionContext } from '@jupyterlab/apputils';
import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { describeTally } from '../src/shell/messages';
import { ChecksRun, readiness } from '../src/shell/runner';

jest.mock('@jupyterlab/notebook', () => {
  const { Signal } = jest.requireActual('@lumino/signaling');
  return {
    NotebookActions: { executed: new Signal({}), runCells: jest.fn() },
    NotebookPanel: class {}
  };
});

const runCells = NotebookActions.runCells as unknown as jest.Mock;
const executed = NotebookActions.executed as unknown as {
  emit(run: object): void;
};
const trans = nullTranslator.load('mlcourse');

/** How a cell ends: with the name of an error, or well. */
type Ending = string | null;

interface IFakeCell {
  readonly ending: Ending;
  readonly isDisposed: boolean;
  readonly model: {
    readonly id: string;
    readonly type: string;
    readonly executionCount: number;
    getMetadata(): unknown;
  };
}

function cell(
  id: string,
  nbgrader: unknown = undefined,
  ending: Ending = null,
  type = 'code'
): IFakeCell {
  const model = { id, type, executionCount: 1, getMetadata: () => nbgrader };
  return { ending, isDisposed: false, model };
}

const check = (id: string, ending: Ending = null) =>
  cell(`${id}-check`, { grade: true, grade_id: `${id}-check` }, ending);
const answer = (id: string) => cell(id, { solution: true, grade: false });

class FakeKernel {
  status = 'idle';
  interrupt = jest.fn(async () => {});
}

function notebook(cells: readonly IFakeCell[], kernel = new FakeKernel()) {
  const statusChanged = new Signal<object, string>({});
  const sessionContext = {
    ready: Promise.resolve(),
    hasNoKernel: false,
    pendingInput: false,
    session: { kernel },
    statusChanged
  };
  const panel = { content: { widgets: cells }, sessionContext };
  const run = new ChecksRun(panel as unknown as NotebookPanel);
  return { run, kernel, statusChanged };
}

/** What was run, in order. */
const ran = () => runCells.mock.calls.map(([, [{ model }]]) => model.id);

beforeEach(() => {
  runCells.mockReset();
  runCells.mockImplementation(async (_, [one]: [IFakeCell]) => {
    const success = one.ending === null;
    const error = success ? null : { errorName: one.ending };
    executed.emit({ cell: one, success, error });
    return success;
  });
});

describe('ChecksRun', () => {
  it('runs every code cell in order and goes on after a check that fails', async () => {
    const cells = [
      cell('text', undefined, null, 'markdown'),
      cell('imports'),
      answer('a'),
      check('a', 'CheckFailed'),
      answer('b'),
      check('b'),
      answer('c'),
      check('c', 'NotAttempted')
    ];
    const { run } = notebook(cells);
    const seen: number[] = [];
    run.advanced.connect(() => seen.push(run.done));
    const tally = await run.run();
    expect(ran()).toEqual([
      'imports',
      'a',
      'a-check',
      'b',
      'b-check',
      'c',
      'c-check'
    ]);
    expect(tally).toMatchObject({
      all: 3,
      passed: 1,
      failed: 1,
      notBegun: 1,
      notRun: 0,
      stopped: false,
      trouble: null
    });
    expect(seen.slice(0, 3)).toEqual([1, 2, 3]);
    expect(describeTally(tally, trans)).toBe(
      'Of 3 checks: 1 passed, 1 tried, 1 not begun.'
    );
  });

  it('leads to the answer whose check is the first that did not pass', async () => {
    const cells = [
      answer('a'),
      check('a'),
      answer('b'),
      check('b', 'CheckFailed')
    ];
    const tally = await notebook(cells).run.run();
    expect(tally.first).toBe(cells[2]);
  });

  it('leads to the check itself where no answer stands above it', async () => {
    const cells = [answer('a'), check('a'), check('b', 'CheckFailed')];
    expect((await notebook(cells).run.run()).first).toBe(cells[2]);
  });

  it('leads nowhere when all have passed', async () => {
    const tally = await notebook([answer('a'), check('a')]).run.run();
    expect(tally.first).toBeNull();
    expect(describeTally(tally, trans)).toBe('The check passed.');
  });

  it('runs nothing more once it is stopped, and interrupts what runs', async () => {
    const { run, kernel } = notebook([
      answer('a'),
      check('a'),
      answer('b'),
      check('b')
    ]);
    run.advanced.connect(() => run.stop());
    const tally = await run.run();
    expect(ran()).toEqual(['a', 'a-check']);
    expect(tally).toMatchObject({ passed: 1, notRun: 1, stopped: true });
    // Between two cells there is nothing to interrupt.
    expect(kernel.interrupt).not.toHaveBeenCalled();

    const slow = notebook([answer('a'), check('a', 'KeyboardInterrupt')]);
    const before = runCells.getMockImplementation();
    runCells.mockImplementation(async (...args) => {
      slow.run.stop();
      return before?.(...args);
    });
    expect(await slow.run.run()).toMatchObject({ notRun: 1, stopped: true });
    expect(slow.kernel.interrupt).toHaveBeenCalledTimes(1);
  });

  it('says so when the kernel dies under it', async () => {
    const { run, statusChanged } = notebook([answer('a'), check('a')]);
    runCells.mockImplementation(() => {
      statusChanged.emit('autorestarting');
      return new Promise(() => {});
    });
    expect(await run.run()).toMatchObject({ trouble: 'dead', notRun: 1 });
  });

  it.each(['busy', 'dead'])('runs nothing in a %s kernel', async status => {
    const kernel = new FakeKernel();
    kernel.status = status;
    const context = {
      ready: Promise.resolve(),
      hasNoKernel: false,
      session: { kernel }
    } as unknown as ISessionContext;
    expect(await readiness(context, 1000, 50)).toBe(status);
  });

  it('waits for a kernel that starts, but not for ever', async () => {
    const kernel = new FakeKernel();
    kernel.status = 'starting';
    const context = {
      ready: Promise.resolve(),
      hasNoKernel: false,
      session: { kernel }
    } as unknown as ISessionContext;
    expect(await readiness(context, 150, 50)).toBe('silent');
    setTimeout(() => {
      kernel.status = 'idle';
    }, 120);
    expect(await readiness(context, 5000, 50)).toBeNull();
  });

  it('tells a notebook without a kernel from one that waits for input', async () => {
    const none = {
      ready: Promise.resolve(),
      hasNoKernel: true,
      session: null
    } as unknown as ISessionContext;
    expect(await readiness(none, 100, 50)).toBe('no-kernel');
    const asking = {
      ready: Promise.resolve(),
      hasNoKernel: false,
      pendingInput: true,
      session: { kernel: { status: 'busy' } }
    } as unknown as ISessionContext;
    expect(await readiness(asking, 100, 50)).toBe('input');
  });
});
