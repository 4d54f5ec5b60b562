// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { type ISignal, Signal } from '@lumino/signaling';
import {
  type CourseEvent,
  type ICourseApi,
  type IMap,
  type IStudyPath,
  RequestError
} from '../api';
import { sameDrawing } from './graph';

/** The two ways to see the map. They have the same information and the same actions. */
export type View = 'map' | 'list';

/** What changed: the drawing, only the states in it, the goal or the way to it, the view, or the connection. */
export type MapChange = 'drawing' | 'states' | 'path' | 'view' | 'connection';

/** The roadmap in the sidebar, as far as the map changes it. */
export interface IPinboard {
  /** The id of the course's own first roadmap, or empty. */
  readonly first: string;
  /** The id of the roadmap in the sidebar, or empty. */
  readonly current: string;
  /** Record what the learner did; true when the server has taken it. */
  record(event: CourseEvent): Promise<boolean>;
  /** Show a roadmap in the sidebar, as the server has it now. */
  show(roadmap: string): Promise<void>;
}

/** The roadmap that leads to the pinned goal. */
const MY_PATH = 'my-path';

/**
 * The map as last heard from the server, the goal, and the way to it.
 *
 * It asks the server only when told to, knows no DOM, and keeps what it has when the server cannot be reached.
 */
export class MapModel {
  constructor(
    private readonly _api: Pick<ICourseApi, 'map' | 'path'>,
    private readonly _pinboard: IPinboard
  ) {}

  get changed(): ISignal<this, MapChange> {
    return this._changed;
  }

  /** The last map that the server gave, or null before the first. */
  get map(): IMap | null {
    return this._map;
  }

  /** The id of the lesson to find the way to, or empty. */
  get goal(): string {
    return this._goal;
  }

  /** The way to the goal; null without a goal and before the server has answered. */
  get path(): IStudyPath | null {
    return this._path;
  }

  /** The id of the pinned goal, or empty. */
  get pinned(): string {
    return this._map?.pinned ?? '';
  }

  get view(): View {
    return this._chosenView ?? this._suggestedView;
  }

  /** The view that was chosen, or null where none was. */
  get chosenView(): View | null {
    return this._chosenView;
  }

  get loading(): boolean {
    return this._fetching !== null;
  }

  /** Why the last request failed, or null when it did not. */
  get error(): RequestError | null {
    return this._error;
  }

  /** Whether the last wish to pin or unpin could not be met. */
  get unpinnable(): boolean {
    return this._unpinnable;
  }

  show(view: View): void {
    this._chosenView = view;
    this._changed.emit('view');
  }

  /** Show a view as long as none is chosen. */
  suggest(view: View): void {
    if (view !== this._suggestedView) {
      this._suggestedView = view;
      this._changed.emit('view');
    }
  }

  /**
   * Read the map and the way to the goal again. Never rejects: `error` says what went wrong.
   *
   * However often it is asked for meanwhile, one more request follows the one under way.
   */
  refresh(): Promise<void> {
    if (this._fetching) {
      this._again = true;
      return this._fetching;
    }
    this._fetching = this._fetch().finally(() => {
      this._fetching = null;
      this._changed.emit('connection');
    });
    this._changed.emit('connection');
    return this._fetching;
  }

  /** Find the way to a lesson; an empty id gives the goal up. Never rejects. */
  async choose(goal: string): Promise<void> {
    if (goal === this._goal) {
      return;
    }
    this._goal = goal;
    this._path = null;
    this._unpinnable = false;
    this._changed.emit('path');
    if (goal !== '') {
      await this._find();
      this._changed.emit('connection');
    }
  }

  /** Make the goal the roadmap in the sidebar. Never rejects: `unpinnable` says whether it went wrong. */
  async pin(): Promise<void> {
    await this._repin({ kind: 'pinned', lesson: this._goal }, MY_PATH);
  }

  /** Give the pinned roadmap up; a sidebar that shows it goes back to the first one. Never rejects. */
  async unpin(): Promise<void> {
    const { current, first } = this._pinboard;
    await this._repin(
      { kind: 'unpinned' },
      current === MY_PATH ? first : current
    );
  }

  private async _repin(event: CourseEvent, roadmap: string): Promise<void> {
    this._unpinnable = !(await this._pinboard.record(event));
    if (!this._unpinnable) {
      await this._pinboard.show(roadmap);
    }
    await this.refresh();
    this._changed.emit('path');
  }

  private async _fetch(): Promise<void> {
    do {
      this._again = false;
      try {
        this._take(await this._api.map());
        this._error = null;
      } catch (error) {
        this._error = asRequestError(error);
        return;
      }
      if (this._goal !== '') {
        await this._find();
      }
    } while (this._again);
  }

  private _take(map: IMap): void {
    const before = this._map;
    this._map = map;
    this._changed.emit(
      before && sameDrawing(before, map) ? 'states' : 'drawing'
    );
  }

  private async _find(): Promise<void> {
    const goal = this._goal;
    try {
      const path = await this._api.path(goal);
      // Another goal may have been chosen meanwhile.
      if (goal === this._goal) {
        this._path = path;
        this._error = null;
        this._changed.emit('path');
      }
    } catch (error) {
      if (goal === this._goal) {
        this._error = asRequestError(error);
      }
    }
  }

  private readonly _changed = new Signal<this, MapChange>(this);
  private _map: IMap | null = null;
  private _goal = '';
  private _path: IStudyPath | null = null;
  private _chosenView: View | null = null;
  private _suggestedView: View = 'map';
  private _error: RequestError | null = null;
  private _unpinnable = false;
  private _fetching: Promise<void> | null = null;
  private _again = false;
}

function asRequestError(error: unknown): RequestError {
  return error instanceof RequestError ? error : new RequestError('fault');
}
