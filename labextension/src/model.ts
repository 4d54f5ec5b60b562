// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { type ISignal, Signal } from '@lumino/signaling';
import {
  type CourseEvent,
  type ICourseApi,
  type IProgress,
  type IRoadmap,
  type IRowData,
  RequestError,
  type RowProgress
} from './api';

/** What changed: the whole tree, how far one is in it, or only how the server can be reached. */
export interface Change {
  readonly kind: 'roadmap' | 'progress' | 'connection';
}

/** The end of a check cell's run. */
export interface ICheckRun {
  /** Path of the notebook, relative to the server's root directory. */
  readonly path: string;
  /** nbgrader's id of the cell. */
  readonly check: string;
  readonly passed: boolean;
}

/** A row of which nothing is known. */
const NOTHING: RowProgress = [-1, 0, 0, 0, 0];

/** As many events as one request carries. */
const BATCH = 100;

/**
 * A roadmap and how far one is in it, as last heard from the server.
 *
 * It asks the server only when told to, knows no DOM, and keeps what it has when the server cannot be
 * reached: what could not be sent is sent before the next request.
 */
export class RoadmapModel {
  /**
   * @param _remembered - finds the roadmap to begin with, or an empty text for the course's own choice;
   *   not called before the first load
   */
  constructor(
    private readonly _api: ICourseApi,
    private readonly _remembered: () => Promise<string> = async () => ''
  ) {}

  /** Tells what changed. */
  get changed(): ISignal<this, Change> {
    return this._changed;
  }

  /** The last roadmap that the server gave, or null before the first. */
  get roadmap(): IRoadmap | null {
    return this._roadmap;
  }

  /** How far one is in that roadmap; null before the first, and where there is no course. */
  get progress(): IProgress | null {
    return this._progress;
  }

  /** The id of the roadmap that was picked; empty for the course's own choice. */
  get picked(): string {
    return this._picked ?? '';
  }

  /** Whether a roadmap is being fetched. */
  get loading(): boolean {
    return this._fetching !== null;
  }

  /** Why the last request failed, or null when it did not. */
  get error(): RequestError | null {
    return this._error;
  }

  /** How many results of checks and questions the server has not taken yet. */
  get unsent(): number {
    return this._queue.filter(
      ({ kind }) => kind === 'checked' || kind === 'answered'
    ).length;
  }

  /** How far one is with a row, by its position from top to bottom. */
  rowProgress(index: number): RowProgress {
    return this._progress?.rows[index] ?? NOTHING;
  }

  /** The id of the exercise that a check cell belongs to, or null when the course has no such cell. */
  exerciseAt(path: string, check: string): string | null {
    return this._roadmap?.checks[path]?.[check] ?? null;
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

  /**
   * Follow another roadmap. Before the first load this only says which one that will fetch. Never rejects.
   *
   * @param id - empty for the course's own choice
   */
  async pick(id: string): Promise<void> {
    this._picked = id;
    if (this._fetching) {
      await this._fetching;
    } else if (this._roadmap !== null && this._roadmap.roadmap !== id) {
      await this.refresh();
    }
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

  /**
   * Ask how far one is, because something was recorded elsewhere. Nothing is asked before the first load,
   * and one answer serves all who asked while it was under way. Never rejects.
   */
  catchUp(): Promise<void> {
    this._catchingUp ??= this._catchUp().finally(() => {
      this._catchingUp = null;
    });
    return this._catchingUp;
  }

  private async _catchUp(): Promise<void> {
    await this._flush();
    const roadmap = this._roadmap?.roadmap;
    if (!roadmap) {
      return;
    }
    const before = this._error;
    const ticket = ++this._tickets;
    try {
      this._apply(await this._api.progress(roadmap), ticket);
      this._error = null;
    } catch (error) {
      this._error = asRequestError(error);
      if (this._error.failure === 'refused') {
        // The roadmap is gone: a personal one whose goal was dropped.
        await this.refresh();
        return;
      }
    }
    if (before !== this._error) {
      this._changed.emit({ kind: 'connection' });
    }
  }

  /** Turn runs into events, as soon as there is a roadmap to say which exercises they are of. */
  private _queueRuns(): void {
    if (this._roadmap === null) {
      return;
    }
    for (const { path, check, passed } of this._runs.splice(0)) {
      const exercise = this.exerciseAt(path, check);
      if (exercise !== null) {
        this._queue.push({ kind: 'checked', exercise, passed });
      }
    }
  }

  private async _fetch(): Promise<void> {
    await this._flush();
    try {
      let asked: string;
      do {
        this._picked ??= await this._remembered().catch(() => '');
        asked = this._picked;
        await this._fetchOne(asked);
      } while (this._picked !== asked);
      this._error = null;
      this._queueRuns();
      await this._flush();
    } catch (error) {
      this._error = asRequestError(error);
    }
  }

  private async _fetchOne(id: string): Promise<void> {
    const ticket = ++this._tickets;
    const roadmap = await this._api.roadmap(id).catch(error => {
      // What was picked is gone by now: the course's own choice is better than an error.
      if (id !== '' && asRequestError(error).failure === 'refused') {
        this._picked = this._picked === id ? '' : this._picked;
        return this._api.roadmap();
      }
      throw error;
    });
    const newer = this._applied > ticket ? this._progress : null;
    this._roadmap = roadmap;
    this._count = countRows(roadmap.rows);
    this._progress = roadmap.progress;
    // An answer to an event that came while the roadmap was under way is the newer of the two.
    const kept = newer !== null && this._fits(newer);
    if (kept) {
      this._progress = newer;
    }
    this._changed.emit({ kind: 'roadmap' });
    if (newer !== null && !kept) {
      void this.catchUp();
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
    let size = BATCH;
    while (this._queue.length > 0) {
      const batch = this._queue.slice(0, size);
      const failure = await this._sendBatch(batch);
      if (failure === null) {
        this._queue.splice(0, batch.length);
      } else if (failure !== 'refused') {
        break;
      } else if (batch.length === 1) {
        this._queue.shift();
      } else {
        // One of them is refused, and the others must not be lost with it.
        size = 1;
      }
    }
    if (before !== this._error) {
      this._changed.emit({ kind: 'connection' });
    }
  }

  private async _sendBatch(batch: readonly CourseEvent[]) {
    const ticket = ++this._tickets;
    try {
      const roadmap = this._roadmap?.roadmap ?? '';
      this._apply(await this._api.send(batch, roadmap), ticket);
      this._error = null;
      return null;
    } catch (error) {
      this._error = asRequestError(error);
      return this._error.failure;
    }
  }

  /** Take over an answer, unless one to a later question was there first. */
  private _apply(progress: IProgress, ticket: number): void {
    if (ticket < this._applied || !this._roadmap) {
      return;
    }
    this._applied = ticket;
    const pinned = this._progress?.pinned ?? '';
    if (!this._fits(progress)) {
      // The answer is about a tree that is not shown (any more): the course was updated, or another one picked.
      if (progress.roadmap === this._roadmap.roadmap) {
        void this.refresh();
      }
      return;
    }
    this._progress = progress;
    this._changed.emit({ kind: 'progress' });
    if (progress.pinned !== pinned) {
      // The personal roadmap came, went or leads elsewhere.
      void this.refresh();
    }
  }

  private _fits({ roadmap, rows }: IProgress): boolean {
    return roadmap === this._roadmap?.roadmap && rows.length === this._count;
  }

  private readonly _changed = new Signal<this, Change>(this);
  private readonly _queue: CourseEvent[] = [];
  private readonly _runs: ICheckRun[] = [];
  private _roadmap: IRoadmap | null = null;
  private _progress: IProgress | null = null;
  /** How many rows the tree has. */
  private _count = 0;
  private _picked: string | null = null;
  private _error: RequestError | null = null;
  private _fetching: Promise<void> | null = null;
  private _sending: Promise<void> | null = null;
  private _catchingUp: Promise<void> | null = null;
  /** Requests are numbered, so that an answer that was overtaken undoes nothing. */
  private _tickets = 0;
  private _applied = 0;
}

function countRows(rows: readonly IRowData[]): number {
  return rows.reduce((sum, { children }) => sum + 1 + countRows(children), 0);
}

function asRequestError(error: unknown): RequestError {
  return error instanceof RequestError ? error : new RequestError('fault');
}
