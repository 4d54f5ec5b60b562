// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { TranslationBundle } from '@jupyterlab/translation';
import type { ExerciseState, RequestError } from './api';
import type { RoadmapModel } from './model';
import type { IRow } from './tree';

/** What the panel says about rows, states and failures, in the user's language. */
export class Words {
  constructor(
    private readonly _trans: TranslationBundle,
    private readonly _model: RoadmapModel
  ) {}

  /** The short note at the end of a row. */
  note(row: IRow): string {
    const { subject, exercises } = row;
    if (isAbsent(row)) {
      return this._trans.__('not here yet');
    }
    switch (subject.kind) {
      case 'lesson':
        return this._trans.__('%1 min', subject.lesson.minutes);
      case 'exercise':
        return this._state(this._model.state(subject.exercise.id));
      case 'module':
        return row.children.length > 0
          ? this._count(row)
          : this._trans.__('planned');
      case 'topic':
        return '';
      default:
        return exercises.length > 0
          ? `${this._model.passed(exercises)}/${exercises.length}`
          : '';
    }
  }

  /** What a screen reader says for a row: the title, then what the eye sees around it. */
  label(row: IRow): string {
    // What the eye reads as a fraction is said in words, by the details.
    const fraction = ['problem-set', 'notebook'].includes(row.subject.kind);
    const note = fraction && !isAbsent(row) ? '' : this.note(row);
    return [row.title, this._kind(row), note, this.details(row)]
      .filter(part => part !== '')
      .join(', ');
  }

  /** More about a row than there is room for. */
  details(row: IRow): string {
    const { subject } = row;
    switch (subject.kind) {
      case 'module':
        return this._level(subject.module.level);
      case 'exercise':
        return this._trans.__(
          'difficulty %1 of 5, about %2 minutes, %3 points',
          subject.exercise.difficulty,
          subject.exercise.minutes,
          subject.exercise.points
        );
      case 'problem-set':
      case 'notebook':
        return this._count(row);
      default:
        return '';
    }
  }

  /** What went wrong with a request, and what to do about it. */
  failure(error: RequestError): string {
    switch (error.failure) {
      case 'unreachable':
        return this._trans.__(
          'The Jupyter server does not answer. Check that it is still running, then try again.'
        );
      case 'missing':
        return this._trans.__(
          'The course is not switched on for this server. Run “mlcourse doctor” in a terminal: it says what is missing.'
        );
      default:
        return (
          error.message ||
          this._trans.__(
            'The Jupyter server could not answer. Its log, in the terminal that started it, says why.'
          )
        );
    }
  }

  /** That results wait to be sent. */
  unsent(): string {
    return this._trans._n(
      'One result is not saved yet. It is kept here and sent again with the next one.',
      '%1 results are not saved yet. They are kept here and sent again with the next one.',
      this._model.unsent
    );
  }

  unavailable(row: IRow): string {
    return this._trans.__(
      '“%1” is not in this workspace yet. Run “mlcourse update” in a terminal to bring what is new, then refresh.',
      row.title
    );
  }

  notOpened(row: IRow): string {
    return this._trans.__(
      '“%1” could not be opened. It may have been moved or deleted: “mlcourse update” in a terminal says so.',
      row.title
    );
  }

  notFound(row: IRow): string {
    return this._trans.__(
      'The notebook is open, but “%1” is no longer in it.',
      row.title
    );
  }

  private _count({ exercises }: IRow): string {
    if (exercises.length === 0) {
      return '';
    }
    return this._trans.__(
      '%1 of %2 passed',
      this._model.passed(exercises),
      exercises.length
    );
  }

  private _state(state: ExerciseState): string {
    switch (state) {
      case 'passed':
        return this._trans.__('passed');
      case 'attempted':
        return this._trans.__('tried');
      default:
        return this._trans.__('new');
    }
  }

  private _level(level: string): string {
    switch (level) {
      case 'beginner':
        return this._trans.__('beginner');
      case 'intermediate':
        return this._trans.__('intermediate');
      case 'advanced':
        return this._trans.__('advanced');
      default:
        return level;
    }
  }

  private _kind(row: IRow): string {
    switch (row.subject.kind) {
      case 'module':
        return this._trans.__('module');
      case 'lesson':
        return this._trans.__('lesson');
      case 'topic':
        return this._trans.__('topic');
      case 'problem-set':
        return this._trans.__('problem set');
      case 'notebook':
        return this._trans.__('notebook');
      case 'exercise':
        return this._trans.__('exercise');
    }
  }
}

/** Whether the notebook is missing, and this is the row that has to say so: those inside it need not. */
function isAbsent({ subject, target }: IRow): boolean {
  const inside = subject.kind === 'topic' || subject.kind === 'exercise';
  return target?.available === false && !inside;
}
