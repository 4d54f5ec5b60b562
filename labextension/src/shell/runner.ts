// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { ISessionContext } from '@jupyterlab/apputils';
import type { Cell, CodeCell, ICodeCellModel } from '@jupyterlab/cells';
import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import { type ISignal, Signal } from '@lumino/signaling';
import { checkId, type IExecution, verdict } from '../tracker';

/** Why the checks cannot run, or could not go on. */
export type Trouble = 'no-kernel' | 'busy' | 'dead' | 'silent' | 'input';

/** How the checks of a notebook ended. */
export interface ITally {
  readonly all: number;
  readonly passed: number;
  /** Tried, and not passed. */
  readonly failed: number;
  /** There is no answer yet. */
  readonly notBegun: number;
  /** Not reached, or without a verdict: the run was stopped. */
  readonly notRun: number;
  /** Whether the learner stopped the run. */
  readonly stopped: boolean;
  readonly trouble: Trouble | null;
  /** The answer whose check is the first that did not pass, or that check itself. */
  readonly first: Cell | null;
}

/** Milliseconds that a kernel may take to start. */
const START = 60_000;
/** Milliseconds that a kernel may be busy with what JupyterLab itself asks of it. */
const SETTLE = 3_000;

const ENDED: readonly string[] = [
  'dead',
  'terminating',
  'restarting',
  'autorestarting'
];

/** The check cells of a notebook, from top to bottom. */
export function checkCells(panel: NotebookPanel): Cell[] {
  return panel.content.widgets.filter(isCheck);
}

function isCheck({ model }: Cell): boolean {
  return (
    model.type === 'code' && checkId(model.getMetadata('nbgrader')) !== null
  );
}

/**
 * One run of all the cells of a notebook, in order, which goes on after a check that does not pass.
 *
 * The cells are run as the learner would run them, so that whoever listens for runs hears each of them once.
 */
export class ChecksRun {
  constructor(private readonly _panel: NotebookPanel) {
    this._checks = checkCells(_panel);
  }

  /** Tells that one more check has ended. */
  get advanced(): ISignal<this, void> {
    return this._advanced;
  }

  get all(): number {
    return this._checks.length;
  }

  /** How many checks have ended. */
  get done(): number {
    return this._done;
  }

  /** Run the cells. Never rejects: the tally says what went wrong. */
  async run(): Promise<ITally> {
    const context = this._panel.sessionContext;
    let trouble = await readiness(context, START, SETTLE);
    if (trouble === null && !this._over) {
      trouble = await this._runCells(context);
    }
    this._advanced.emit();
    Signal.clearData(this);
    return this._tally(trouble);
  }

  /** Run no further cell, and interrupt the one that runs. */
  stop(): void {
    if (this._stopped) {
      return;
    }
    this._stopped = true;
    if (this._running) {
      // A kernel that cannot be interrupted runs its cell to the end: nothing comes after it either way.
      this._panel.sessionContext.session?.kernel?.interrupt().catch(() => {});
    }
  }

  private get _over(): boolean {
    return this._stopped || this._panel.isDisposed;
  }

  private async _runCells(context: ISessionContext): Promise<Trouble | null> {
    const ended = new Promise<'ended'>(resolve => {
      this._onStatus = (_, status) => {
        if (ENDED.includes(status)) {
          resolve('ended');
        }
      };
    });
    context.statusChanged.connect(this._onStatus);
    NotebookActions.executed.connect(this._onExecuted, this);
    try {
      for (const cell of [...this._panel.content.widgets]) {
        if (this._over) {
          return null;
        }
        if (cell.isDisposed || cell.model.type !== 'code') {
          continue;
        }
        this._running = true;
        const outcome = await Promise.race([this._runCell(cell), ended]);
        this._running = false;
        if (outcome === 'ended') {
          return 'dead';
        }
        if (this._checks.includes(cell)) {
          this._done += 1;
          this._advanced.emit();
        }
      }
      return null;
    } finally {
      this._running = false;
      context.statusChanged.disconnect(this._onStatus);
      NotebookActions.executed.disconnect(this._onExecuted, this);
    }
  }

  /** Run one cell; one at a time, as JupyterLab drops the cells after one that fails. */
  private async _runCell(cell: Cell): Promise<void> {
    const { content, sessionContext } = this._panel;
    try {
      await NotebookActions.runCells(content, [cell], sessionContext);
    } catch {
      // JupyterLab has shown what it is; the cell has no verdict then.
    }
  }

  private _onExecuted(_: unknown, { cell, success, error }: IExecution): void {
    if (!this._checks.includes(cell)) {
      return;
    }
    const name = error?.errorName ?? null;
    if (name === 'NotAttempted') {
      this._outcomes.set(cell, 'notBegun');
      return;
    }
    const { executionCount } = cell.model as ICodeCellModel;
    const passed = verdict(success, executionCount, name);
    if (passed !== null) {
      this._outcomes.set(cell, passed ? 'passed' : 'failed');
    }
  }

  private _tally(trouble: Trouble | null): ITally {
    const count = (wanted: Outcome | undefined) =>
      this._checks.filter(cell => this._outcomes.get(cell) === wanted).length;
    const first = this._checks.find(cell => {
      const outcome = this._outcomes.get(cell);
      return outcome === 'failed' || outcome === 'notBegun';
    });
    return {
      all: this.all,
      passed: count('passed'),
      failed: count('failed'),
      notBegun: count('notBegun'),
      notRun: count(undefined),
      stopped: this._stopped,
      trouble,
      first: first && !this._panel.isDisposed ? this._answerOf(first) : null
    };
  }

  /** The answer that a check is about: the nearest solution above it. */
  private _answerOf(check: Cell): Cell {
    const cells = this._panel.content.widgets;
    for (let at = cells.indexOf(check as CodeCell) - 1; at >= 0; at--) {
      if (isCheck(cells[at])) {
        break;
      }
      const metadata = cells[at].model.getMetadata('nbgrader') as
        { solution?: unknown } | undefined;
      if (metadata?.solution === true) {
        return cells[at];
      }
    }
    return check;
  }

  private readonly _checks: readonly Cell[];
  private readonly _outcomes = new Map<Cell, Outcome>();
  private readonly _advanced = new Signal<this, void>(this);
  private _onStatus: (_: ISessionContext, status: string) => void = () => {};
  private _done = 0;
  private _running = false;
  private _stopped = false;
}

type Outcome = 'passed' | 'failed' | 'notBegun';

/**
 * Wait until a kernel takes work.
 *
 * @param start - milliseconds that it may take to start
 * @param settle - milliseconds that it may be busy
 * @returns null when it is ready, or why it is not
 */
export async function readiness(
  context: ISessionContext,
  start: number,
  settle: number
): Promise<Trouble | null> {
  const deadline = Date.now() + start;
  await Promise.race([context.ready.catch(() => {}), pause(start)]);
  let busySince = NaN;
  for (;;) {
    const kernel = context.session?.kernel;
    if (!kernel || context.hasNoKernel) {
      return 'no-kernel';
    }
    const now = Date.now();
    switch (kernel.status) {
      case 'idle':
        return null;
      case 'dead':
        return 'dead';
      case 'busy':
        if (context.pendingInput) {
          return 'input';
        }
        busySince = Number.isNaN(busySince) ? now : busySince;
        if (now - busySince >= settle) {
          return 'busy';
        }
        break;
      default:
        busySince = NaN;
    }
    if (now >= deadline) {
      return 'silent';
    }
    await pause(100);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
