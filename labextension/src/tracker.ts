// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { Cell, ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import {
  type INotebookTracker,
  type KernelError,
  type Notebook,
  NotebookActions,
  NotebookPanel
} from '@jupyterlab/notebook';
import type { ISignal } from '@lumino/signaling';
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

/** What a quiz writes into the outputs of its cell: for every question answered, whether it was right. */
export const ANSWERS = 'application/vnd.mlcourse.answers+json';

/** An answer to a question of a quiz. */
export interface IAnswer {
  /** `lesson/question` */
  readonly question: string;
  readonly right: boolean;
}

/**
 * Read the answers to a quiz.
 *
 * @param data - what an output holds, by MIME type
 * @returns none if it holds something else
 */
export function answersIn(
  data: Readonly<Record<string, unknown>>
): readonly IAnswer[] {
  const { lesson, answers } = (data[ANSWERS] ?? {}) as Record<string, unknown>;
  if (
    typeof lesson !== 'string' ||
    typeof answers !== 'object' ||
    answers === null
  ) {
    return [];
  }
  return Object.entries(answers)
    .filter(([, right]) => typeof right === 'boolean')
    .map(([question, right]) => ({ question: `${lesson}/${question}`, right }));
}

/**
 * Tells the model how the questions of quizzes were answered.
 *
 * Answers that a notebook was saved with are old news: the server has read them there. Only outputs that
 * change and messages of the kernel are looked at, and of those only the kinds that can hold answers.
 */
export class AnswerTracker {
  constructor(
    private readonly _model: RoadmapModel,
    notebooks: INotebookTracker
  ) {
    notebooks.forEach(panel => void this._watch(panel));
    notebooks.widgetAdded.connect((_, panel) => void this._watch(panel));
  }

  private async _watch(panel: NotebookPanel): Promise<void> {
    try {
      await panel.context.ready;
    } catch {
      // A notebook that cannot be read has no answers.
      return;
    }
    const cells = panel.content.model?.cells;
    if (panel.isDisposed || !cells) {
      return;
    }
    for (const cell of cells) {
      this._watchCell(cell);
    }
    cells.changed.connect((_, { newValues }) =>
      newValues.forEach(cell => this._watchCell(cell))
    );
    // After a reload of the page JupyterLab no longer knows which output a running quiz writes to.
    panel.sessionContext.iopubMessage.connect((_, { content }) => {
      const { data } = content as { data?: Readonly<Record<string, unknown>> };
      this._record(data ? answersIn(data) : []);
    });
  }

  private _watchCell(cell: ICellModel): void {
    if (cell.type !== 'code') {
      return;
    }
    const { outputs } = cell as ICodeCellModel;
    for (let index = 0; index < outputs.length; index++) {
      answersOf(outputs.get(index)).forEach(({ question, right }) =>
        this._known.set(question, right)
      );
    }
    outputs.changed.connect(this._onOutput, this);
  }

  private _onOutput(
    _: Outputs,
    { type, newValues, oldValues }: OutputChange
  ): void {
    if (type === 'remove' || type === 'clear') {
      // The quiz was started again: its next answers are new, even where they are the same.
      oldValues
        .flatMap(answersOf)
        .forEach(({ question }) => this._known.delete(question));
      return;
    }
    this._record(newValues.flatMap(answersOf));
  }

  private _record(answers: readonly IAnswer[]): void {
    for (const { question, right } of answers) {
      if (this._known.get(question) !== right) {
        this._known.set(question, right);
        void this._model.record({ kind: 'answered', question, right });
      }
    }
  }

  private readonly _known = new Map<string, boolean>();
}

type Outputs = ICodeCellModel['outputs'];
type Output = ReturnType<Outputs['get']>;
type OutputChange =
  Outputs['changed'] extends ISignal<Outputs, infer Change> ? Change : never;

function answersOf(output: Output): readonly IAnswer[] {
  const displayed = ['display_data', 'execute_result', 'update_display_data'];
  return displayed.includes(output.type) ? answersIn(output.data) : [];
}
