// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { TranslationBundle } from '@jupyterlab/translation';
import type { IPlace, IRoadmapInfo, RequestError, StateCode } from './api';
import type { RoadmapModel } from './model';
import { countPlanned, type IRow } from './roadmap/rows';

/** What the panel says about rows, states and failures, in the user's language. */
export class Words {
  constructor(
    private readonly _trans: TranslationBundle,
    private readonly _model: RoadmapModel
  ) {}

  /** The name of a state. */
  state(state: StateCode): string {
    switch (state) {
      case -1:
        return this._trans.__('planned');
      case 0:
        return this._trans.__('new');
      case 1:
        return this._trans.__('opened');
      case 2:
        return this._trans.__('in progress');
      case 3:
        return this._trans.__('practised');
      case 4:
        return this._trans.__('mastered');
    }
  }

  /** The name of a level; one that is not known stays as it is. */
  level(level: string): string {
    switch (level) {
      case 'all':
        return this._trans.__('all levels');
      case 'beginner':
        return this._trans.__('beginner');
      case 'intermediate':
        return this._trans.__('intermediate');
      case 'expert':
        return this._trans.__('expert');
      default:
        return level;
    }
  }

  /** The short note at the end of a row. */
  note(row: IRow): string {
    const [, done, total] = this._model.rowProgress(row.index);
    if (isAbsent(row)) {
      return this._trans.__('not here yet');
    }
    // What is planned as a whole says so; what will be taught elsewhere too only counts.
    if (row.planned) {
      return this._trans.__('planned');
    }
    return total > 1 ? this._trans.__('%1/%2', done, total) : '';
  }

  /** What is known of a row beside its state, in short, for the eye. */
  facts(row: IRow, rows: readonly IRow[]): readonly string[] {
    const { kind, minutes, difficulty, points } = row.data;
    const [state, , , got, of] = this._model.rowProgress(row.index);
    const facts: string[] = [];
    switch (kind) {
      case 'module':
        facts.push(...this._planned(row, rows), ...this._points(got, of));
        break;
      case 'part':
        facts.push(...this._planned(row, rows));
        break;
      case 'lesson':
      case 'case-study':
        // Long lists of what is planned are read faster without.
        facts.push(...(row.planned ? [] : this._time(minutes)));
        break;
      case 'problem-set':
      case 'project':
      case 'notebook':
        facts.push(...(row.planned ? [] : this._time(minutes)));
        facts.push(...this._points(got, of));
        break;
      case 'exercise':
        if (state > 0) {
          facts.push(this.state(state));
        }
        facts.push(...this._time(minutes));
        facts.push(...this._difficulty(difficulty));
        if (points !== undefined) {
          facts.push(this._trans._n('%1 point', '%1 points', points));
        }
    }
    return facts;
  }

  /**
   * What a screen reader says for a row: the title, then in words what the eye sees around it.
   *
   * @param facts - as `facts` tells them
   */
  label(row: IRow, facts: readonly string[]): string {
    const { title, kind, level } = row.data;
    const [state, done, total] = this._model.rowProgress(row.index);
    const parts = [title, this.kind(row)];
    if (level) {
      parts.push(this.level(level));
    }
    if (isAbsent(row)) {
      parts.push(this._trans.__('not here yet'));
    }
    if (row.planned) {
      parts.push(this._trans.__('planned'));
    } else if (state === 0 || (state > 0 && kind !== 'exercise')) {
      // An exercise that was begun has its state among the facts.
      parts.push(this.state(state));
    }
    if (total > 1) {
      parts.push(this._trans.__('%1 of %2 topics mastered', done, total));
    }
    parts.push(...facts);
    if (kind === 'reference') {
      parts.push(this._trans.__('opens in a new tab'));
    }
    return parts.filter(part => part !== '').join(', ');
  }

  /** More about a row than there is room for: a sentence on what it teaches, or when it will. */
  details(row: IRow): string {
    const { title, summary, planned } = row.data;
    const later =
      planned && planned !== title
        ? this._trans.__('Planned: %1.', planned)
        : '';
    return [summary ?? '', later].filter(Boolean).join(' ');
  }

  /** What a kind of row is called; empty for a node of a roadmap, whose title says all. */
  kind({ data }: IRow): string {
    switch (data.kind) {
      case 'module':
        return this._trans.__('module');
      case 'lesson':
        return this._trans.__('lesson');
      case 'topic':
        return this._trans.__('topic');
      case 'case-study':
        return this._trans.__('case study');
      case 'problem-set':
        return this._trans.__('problem set');
      case 'project':
        return this._trans.__('project');
      case 'notebook':
        return this._trans.__('notebook');
      case 'exercise':
        return this._trans.__('exercise');
      case 'quiz':
        return this._trans.__('quiz');
      case 'reference':
        return this._trans.__('further study');
      case 'part':
        return this._trans.__('part of the module');
      case 'node':
        return '';
    }
  }

  /** What a row is called: the six parts of a module in the user's language, all others as the course does. */
  title({ data }: IRow): string {
    switch (data.part) {
      case 'theory':
        return this._trans.__('Concepts and theory');
      case 'mathematics':
        return this._trans.__('Mathematical intuition');
      case 'implementation':
        return this._trans.__('Implementation');
      case 'project':
        return this._trans.__('Project');
      case 'assignments-and-quizzes':
        return this._trans.__('Assignments and quizzes');
      case 'case-study':
        return this._trans.__('Case study');
      default:
        return data.title;
    }
  }

  /** For whom a roadmap is, and how much of it can be studied by now. */
  coverage({ level, rows, taught }: IRoadmapInfo): string {
    return this._trans.__(
      '%1 · %2 of %3 rows ready',
      this.level(level),
      taught,
      rows
    );
  }

  /** A place, with the lesson or problem set that it is in. */
  place({ title, within }: IPlace): string {
    return within && within !== title
      ? this._trans.__('%1 – %2', title, within)
      : title;
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

  /** That there is nothing to open yet. */
  notWritten(row: IRow): string {
    const { planned = '' } = row.data;
    return planned === row.data.title
      ? this._trans.__('“%1” is planned and not written yet.', planned)
      : this._trans.__(
          '“%1” is planned: it will be taught in “%2”.',
          row.data.title,
          planned
        );
  }

  unavailable(title: string): string {
    return this._trans.__(
      '“%1” is not in this workspace yet. Run “mlcourse update” in a terminal to bring what is new, then refresh.',
      title
    );
  }

  notOpened(title: string): string {
    return this._trans.__(
      '“%1” could not be opened. It may have been moved or deleted: “mlcourse update” in a terminal says so.',
      title
    );
  }

  notFound(title: string): string {
    return this._trans.__(
      'The notebook is open, but “%1” is no longer in it.',
      title
    );
  }

  private _time(minutes: number | undefined): string[] {
    if (!minutes) {
      return [];
    }
    const hours = Math.round(minutes / 30) / 2;
    return [
      minutes < 120
        ? this._trans.__('%1 min', minutes)
        : this._trans.__('%1 h', this._numbers.format(hours))
    ];
  }

  private _difficulty(difficulty: number | undefined): string[] {
    return difficulty ? [this._trans.__('difficulty %1 of 5', difficulty)] : [];
  }

  private _points(got: number, of: number): string[] {
    return of > 0 ? [this._trans.__('%1 of %2 points', got, of)] : [];
  }

  private _planned(row: IRow, rows: readonly IRow[]): string[] {
    const planned = countPlanned(rows, row);
    return planned > 0 ? [this._trans.__('%1 planned', planned)] : [];
  }

  // Making one takes longer than everything else about a row.
  private readonly _numbers = new Intl.NumberFormat();
}

/** Whether the notebook is missing, and this is the row that has to say so: those inside it need not. */
function isAbsent({ data, parent }: IRow): boolean {
  const missing = data.target?.available === false;
  return missing && parent?.data.target?.path !== data.target?.path;
}
