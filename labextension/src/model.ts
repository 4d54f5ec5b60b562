// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { type ISignal, Signal } from '@lumino/signaling';
import {
  type CourseEvent,
  type ExerciseState,
  type ExerciseStates,
  type ICourseApi,
  type IExercise,
  type IRoadmap,
  RequestError
} from './api';

/** What changed: the whole roadmap, the states of some exercises, or only how the server can be reached. */
export type Change =
  | { kind: 'roadmap' }
  | { kind: 'states'; exercises: readonly string[] }
  | { kind: 'connection' };

/** The end of a check cell's run. */
export interface ICheckRun {
  /** Path of the notebook, relative to the server's root directory. */
  readonly path: string;
  /** nbgrader's id of the cell. */
  readonly check: string;
  readonly passed: boolean;
}

/**
 * The roadmap and the state of every exercise, as last heard from the server.
 *
 * It asks the server only when told to, knows no DOM, and keeps what it has when the server cannot be
 * reached: what could not be sent is sent before the next request.
 */
export class RoadmapModel {
  constructor(private readonly _api: ICourseApi) {}

  /** Tells what changed. */
  get changed(): ISignal<this, Change> {
    return this._changed;
  }

  /** The last roadmap that the server gave, or null before the first. */
  get roadmap(): IRoadmap | null {
    return this._roadmap;
  }

  /** Whether the roadmap is being fetched. */
  get loading(): boolean {
    return this._fetching !== null;
  }

  /** Why the last request failed, or null when it did not. */
  get error(): RequestError | null {
    return this._error;
  }

  /** How many check results the server has not taken yet. */
  get unsent(): number {
    return this._queue.filter(event => event.kind === 'checked').length;
  }

  /** The state of an exercise; "new" when the roadmap does not know it. */
  state(exercise: string): ExerciseState {
    return this._states.get(exercise) ?? 'new';
  }

  /** How many of these exercises have passed. */
  passed(exercises: readonly IExercise[]): number {
    return exercises.filter(({ id }) => this.state(id) === 'passed').length;
  }

  /** The exercise that a check cell belongs to, or null when the course has no such cell. */
  exerciseAt(path: string, check: string): IExercise | null {
    return this._checks.get(path)?.get(check) ?? null;
  }

  /** Fetch the roadmap unless it is there already. Never rejects: `error` says what went wrong. */
  async load(): Promise<void> {
    if (this._roadmap === null) {
      await this.refresh();
    }
  }

  /** Send what is unsent and fetch the roadmap again. Never rejects: `error` says what went wrong. */
  refresh(): Promise<void> {
    this._fetching ??= this._fetch().finally(() => {
      this._fetching = null;
      this._changed.emit({ kind: 'connection' });
    });
    this._changed.emit({ kind: 'connection' });
    return this._fetching;
  }

  /** Tell the server what the learner did. Never rejects: what fails is kept and sent again later. */
  async record(event: CourseEvent): Promise<void> {
    this._queue.push(event);
    await this._flush();
  }

  /** Record how a check ended. A cell that is none of the course's is left alone. Never rejects. */
  async recordCheck(run: ICheckRun): Promise<void> {
    this._runs.push(run);
    await this.load();
    this._queueRuns();
    await this._flush();
  }

  /** Turn runs into events, as soon as there is a roadmap to say which exercises they are of. */
  private _queueRuns(): void {
    if (this._roadmap === null) {
      return;
    }
    for (const { path, check, passed } of this._runs.splice(0)) {
      const exercise = this.exerciseAt(path, check)?.id;
      if (exercise !== undefined) {
        this._queue.push({ kind: 'checked', exercise, passed });
      }
    }
  }

  private async _fetch(): Promise<void> {
    await this._flush();
    this._heard.clear();
    try {
      const roadmap = await this._api.roadmap();
      this._roadmap = roadmap;
      this._index(roadmap);
      // An answer to an event that came while the roadmap was under way is the newer of the two.
      this._heard.forEach((state, id) => this._states.set(id, state));
      this._error = null;
      this._changed.emit({ kind: 'roadmap' });
      this._queueRuns();
      await this._flush();
    } catch (error) {
      this._error = asRequestError(error);
    }
  }

  /** Send the queue in order, one request at a time, and stop at the first that does not get through. */
  private _flush(): Promise<void> {
    this._sending ??= this._send().finally(() => {
      this._sending = null;
    });
    return this._sending;
  }

  private async _send(): Promise<void> {
    const before = this._error;
    let through = true;
    while (this._queue.length > 0 && through) {
      through = await this._sendOne(this._queue[0]);
    }
    if (before !== this._error) {
      this._changed.emit({ kind: 'connection' });
    }
  }

  /** Send the first of the queue; false when it has to stay there. */
  private async _sendOne(event: CourseEvent): Promise<boolean> {
    try {
      this._apply(await this._api.send(event));
      this._error = null;
    } catch (error) {
      this._error = asRequestError(error);
      if (this._error.failure !== 'refused') {
        return false;
      }
    }
    this._queue.shift();
    return true;
  }

  private _apply(states: ExerciseStates): void {
    const changed = Object.keys(states).filter(
      id => this._states.get(id) !== states[id]
    );
    for (const id of Object.keys(states)) {
      this._states.set(id, states[id]);
      this._heard.set(id, states[id]);
    }
    if (changed.length > 0) {
      this._changed.emit({ kind: 'states', exercises: changed });
    }
  }

  private _index(roadmap: IRoadmap): void {
    this._states.clear();
    this._checks.clear();
    for (const { problem_sets } of roadmap.modules) {
      for (const { path, exercises } of problem_sets.flatMap(
        set => set.notebooks
      )) {
        this._checks.set(path, new Map(exercises.map(e => [e.check, e])));
        exercises.forEach(e => this._states.set(e.id, e.state));
      }
    }
  }

  private readonly _changed = new Signal<this, Change>(this);
  private readonly _states = new Map<string, ExerciseState>();
  /** States heard since the last request for the roadmap was sent. */
  private readonly _heard = new Map<string, ExerciseState>();
  private readonly _checks = new Map<string, Map<string, IExercise>>();
  private readonly _queue: CourseEvent[] = [];
  private readonly _runs: ICheckRun[] = [];
  private _roadmap: IRoadmap | null = null;
  private _error: RequestError | null = null;
  private _fetching: Promise<void> | null = null;
  private _sending: Promise<void> | null = null;
}

function asRequestError(error: unknown): RequestError {
  return error instanceof RequestError ? error : new RequestError('fault');
}
