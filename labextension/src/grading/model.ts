// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { type ISignal, Signal } from '@lumino/signaling';
import {
  type ICourseApi,
  type IGrade,
  type IRoadmap,
  type IRowData,
  RequestError,
  type RowKind
} from '../api';

/** How far the server says that the grading of a problem set has come, or how it ended. */
export interface IStep {
  readonly problem_set: string;
  readonly state: 'running' | 'done' | 'failed' | 'stopped';
  readonly done: number;
  readonly of: number;
}

/** What changed: a result came, or only how things go. */
export type GradingChange = 'result' | 'state';

/** One's own work on a problem set, as last heard from the server. It knows no DOM. */
export class GradingModel {
  constructor(
    private readonly _api: Pick<ICourseApi, 'grade' | 'graded' | 'stopGrading'>
  ) {}

  /** Tells what changed. */
  get changed(): ISignal<this, GradingChange> {
    return this._changed;
  }

  /** The id of the problem set that is shown, or empty. */
  get problemSet(): string {
    return this._problemSet;
  }

  /** What is known of it; null before the first answer. */
  get grade(): IGrade | null {
    return this._grade;
  }

  /** Why the last request failed, or null when it did not. */
  get error(): RequestError | null {
    return this._error;
  }

  /** Whether it is being graded, or about to be. */
  get running(): boolean {
    return this._starting || this._running !== null;
  }

  /** How many exercises are done, while it is being graded. */
  get progress(): IGrade['running'] {
    return this._running;
  }

  /** The id of the problem set that can be stopped now, shown or not; empty where there is none. */
  get stoppable(): string {
    return this._stopping ? '' : this._graded;
  }

  /** Whether it was asked to stop, and has not ended yet. */
  get stopping(): boolean {
    return this._stopping && this.running;
  }

  /** Read what is known of a problem set. Never rejects: `error` says what went wrong. */
  async show(problemSet: string): Promise<void> {
    this._choose(problemSet);
    await this._ask(() => this._api.graded(problemSet));
  }

  /** Grade a problem set. Never rejects: `error` says what went wrong. */
  async start(problemSet: string): Promise<void> {
    this._choose(problemSet);
    if (this.running) {
      return;
    }
    this._starting = true;
    this._changed.emit('state');
    await this._ask(() => this._api.grade(problemSet));
    const refusal = this._error;
    if (refusal?.failure === 'refused' && this._problemSet === problemSet) {
      // It may be under way already, begun in another window.
      await this._ask(() => this._api.graded(problemSet));
      if (!this.running) {
        this._error = refusal;
        this._changed.emit('state');
      }
    }
  }

  /** Stop the grading that goes on, if any. Never rejects: `error` says what went wrong. */
  async stop(): Promise<void> {
    const problemSet = this.stoppable;
    if (!problemSet) {
      return;
    }
    this._choose(problemSet);
    this._running ??= { done: 0, of: 0 };
    this._stopping = true;
    this._changed.emit('state');
    await this._ask(() => this._api.stopGrading(problemSet));
    if (this._stopping) {
      // No answer, or it would not end: it can be tried again.
      this._stopping = false;
      this._changed.emit('state');
    }
  }

  /** Take in what the server's events tell. Never rejects. */
  async step({ problem_set, state, done, of }: IStep): Promise<void> {
    const goesOn = state === 'running';
    if (goesOn) {
      this._graded = problem_set;
    } else if (this._graded === problem_set) {
      this._graded = '';
      this._stopping = false;
    }
    if (problem_set !== this._problemSet) {
      // It was begun in another window, or before this page was loaded.
      this._changed.emit('state');
    } else if (goesOn) {
      this._running = { done, of };
      this._changed.emit('state');
    } else if (state !== 'stopped' || this.running || !this._grade?.stopped) {
      // The answer to one's own stop may have come before.
      await this._ask(() => this._api.graded(problem_set), true);
    }
  }

  /** Ask again if it is being graded: the event of its end may have gone astray. Never rejects. */
  async recheck(): Promise<void> {
    if (this._running !== null) {
      await this._ask(() => this._api.graded(this._problemSet));
    }
  }

  private _choose(problemSet: string): void {
    if (problemSet !== this._problemSet) {
      this._problemSet = problemSet;
      this._grade = null;
      this._running = null;
      this._starting = false;
      this._error = null;
      this._changed.emit('state');
    }
  }

  /**
   * @param ended - whether it is known that the grading has ended
   */
  private async _ask(
    request: () => Promise<IGrade>,
    ended = false
  ): Promise<void> {
    const problemSet = this._problemSet;
    const ticket = ++this._tickets;
    const wasRunning = this._running !== null;
    try {
      const grade = await request();
      if (ticket !== this._tickets || problemSet !== this._problemSet) {
        return;
      }
      this._grade = grade;
      this._running = grade.running;
      this._error = null;
      if (grade.running) {
        this._graded = problemSet;
      } else if (this._graded === problemSet) {
        this._graded = '';
        this._stopping = false;
      }
    } catch (error) {
      if (ticket !== this._tickets || problemSet !== this._problemSet) {
        return;
      }
      this._error =
        error instanceof RequestError ? error : new RequestError('fault');
      this._running = ended ? null : this._running;
    }
    this._starting = false;
    const came = (ended || wasRunning) && this._running === null;
    this._changed.emit(came ? 'result' : 'state');
  }

  private readonly _changed = new Signal<this, GradingChange>(this);
  private _problemSet = '';
  private _grade: IGrade | null = null;
  private _running: IGrade['running'] = null;
  /** The problem set that is being graded, as far as is known. */
  private _graded = '';
  private _starting = false;
  private _stopping = false;
  private _error: RequestError | null = null;
  /** Requests are numbered, so that an answer that was overtaken undoes nothing. */
  private _tickets = 0;
}

/** The id of the problem set that a notebook belongs to, or empty. */
export function problemSetAt(roadmap: IRoadmap | null, path: string): string {
  const [exercise] = Object.values(roadmap?.checks[path] ?? {});
  return exercise?.split('#')[0] ?? '';
}

/** The id of the problem set that a row of the tree is, or is inside of; empty for any other row. */
export function problemSetOf(
  roadmap: IRoadmap | null,
  { kind, target }: IRowData
): string {
  return target && GRADED.includes(kind)
    ? problemSetAt(roadmap, target.path)
    : '';
}

const GRADED: readonly RowKind[] = [
  'problem-set',
  'project',
  'notebook',
  'exercise'
];
