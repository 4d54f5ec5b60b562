// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { Cell, ICodeCellModel } from '@jupyterlab/cells';
import {
  type KernelError,
  type Notebook,
  NotebookActions,
  NotebookPanel
} from '@jupyterlab/notebook';
import type { RoadmapModel } from './model';

/** A cell that was run, as `NotebookActions.executed` tells it. */
export interface IExecution {
  notebook: Notebook;
  cell: Cell;
  success: boolean;
  error?: KernelError | null;
}

/** The errors that say nothing about an answer: there is none yet, or the learner stopped the run. */
const NO_VERDICT = ['NotAttempted', 'KeyboardInterrupt'];

/**
 * nbgrader's id of a check cell.
 *
 * @param metadata - the cell's `nbgrader` metadata, whatever is in it
 * @returns null for any other cell
 */
export function checkId(metadata: unknown): string | null {
  const { grade, grade_id } = (metadata ?? {}) as Record<string, unknown>;
  return grade === true && typeof grade_id === 'string' ? grade_id : null;
}

/**
 * Whether a check passed, or null when the run says nothing about the answer.
 *
 * @param success - whether the cell ran without an error
 * @param count - the cell's execution count; null when it did not run, though that counts as a success
 * @param errorName - the class of the exception that ended the run, if one did
 */
export function verdict(
  success: boolean,
  count: number | null,
  errorName: string | null
): boolean | null {
  if (count === null || NO_VERDICT.includes(errorName ?? '')) {
    return null;
  }
  return success;
}

/** Tells the model which checks were run, and how they ended. */
export class CheckTracker {
  constructor(private readonly _model: RoadmapModel) {
    NotebookActions.executed.connect(this._onExecuted, this);
  }

  private _onExecuted(_: unknown, { notebook, ...run }: IExecution): void {
    const check = checkId(run.cell.model.getMetadata('nbgrader'));
    const panel = notebook.parent;
    if (check === null || !(panel instanceof NotebookPanel)) {
      return;
    }
    const { executionCount } = run.cell.model as ICodeCellModel;
    const errorName = run.error?.errorName ?? null;
    const passed = verdict(run.success, executionCount, errorName);
    if (passed !== null) {
      const path = panel.context.localPath;
      void this._model.recordCheck({ path, check, passed });
    }
  }
}
