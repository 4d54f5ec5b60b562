// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Token } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';

/** What can be set, as `schema/settings.json` describes it. */
export interface ISettings {
  readonly roadmap: string;
  readonly followReader: boolean;
  readonly showPlanned: boolean;
  readonly recordReading: boolean;
  readonly showInStatusBar: boolean;
  readonly openAtFirstVisit: boolean;
  readonly offerTour: boolean;
}

/** What holds where JupyterLab has no settings; the schema's defaults. */
export const DEFAULTS: ISettings = {
  roadmap: '',
  followReader: true,
  showPlanned: true,
  recordReading: true,
  showInStatusBar: true,
  openAtFirstVisit: true,
  offerTour: true
};

/** The settings of the course, as they are now. */
export interface ICourseSettings {
  /** When the settings have been read. Never rejects: without them the defaults hold. */
  readonly ready: Promise<void>;
  readonly values: ISettings;
  /** Tells the names of the settings that have other values now; all of them once they have been read. */
  readonly changed: ISignal<ICourseSettings, readonly (keyof ISettings)[]>;
  /** Change a setting for good. Never rejects: what cannot be saved holds until the page is left. */
  set<K extends keyof ISettings>(name: K, value: ISettings[K]): Promise<void>;
}

export const ICourseSettings = new Token<ICourseSettings>(
  '@mlcourse/labextension:ICourseSettings',
  'The settings of the course.'
);

/** The settings as JupyterLab's registry keeps them. */
export class CourseSettings implements ICourseSettings {
  /**
   * @param load - reads them from the registry; null where there is none
   */
  constructor(load: (() => Promise<ISettingRegistry.ISettings>) | null) {
    this.ready = load ? this._read(load) : Promise.resolve();
  }

  readonly ready: Promise<void>;

  get values(): ISettings {
    return this._values;
  }

  get changed(): ISignal<this, readonly (keyof ISettings)[]> {
    return this._changed;
  }

  async set<K extends keyof ISettings>(
    name: K,
    value: ISettings[K]
  ): Promise<void> {
    await this.ready;
    try {
      await this._settings?.set(name, value);
    } catch {
      // The server's settings folder may be read-only; the learner is not to be troubled with it.
    }
    this._take({ ...this._values, [name]: value });
  }

  private async _read(
    load: () => Promise<ISettingRegistry.ISettings>
  ): Promise<void> {
    try {
      const settings = await load();
      this._settings = settings;
      this._values = valuesOf(settings);
      settings.changed.connect(() => this._take(valuesOf(settings)));
    } catch {
      // JupyterLab has told of it in the console.
    }
    this._changed.emit(Object.keys(DEFAULTS) as (keyof ISettings)[]);
  }

  private _take(values: ISettings): void {
    const names = Object.keys(DEFAULTS) as (keyof ISettings)[];
    const other = names.filter(name => values[name] !== this._values[name]);
    this._values = values;
    if (other.length > 0) {
      this._changed.emit(other);
    }
  }

  private readonly _changed = new Signal<this, readonly (keyof ISettings)[]>(
    this
  );
  private _values = DEFAULTS;
  private _settings: ISettingRegistry.ISettings | null = null;
}

function valuesOf({ composite }: ISettingRegistry.ISettings): ISettings {
  return { ...DEFAULTS, ...(composite as Partial<ISettings>) };
}
