// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { type ISignal, Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { CommandIDs } from '../commands';
import type { RoadmapModel } from '../model';
import { ICourse } from '../tokens';
import { describeTotals } from './messages';
import { ICourseSettings } from './settings';

/** The points in the status bar. */
export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: '@mlcourse/labextension:status',
  description: 'The points of the course in the status bar.',
  autoStart: true,
  requires: [ICourse, IStatusBar, ICourseSettings],
  activate: (
    { commands }: JupyterFrontEnd,
    { model, trans }: ICourse,
    statusBar: IStatusBar,
    settings: ICourseSettings
  ) => {
    const item = new StatusItem(model, settings, commands, trans);
    statusBar.registerStatusItem('mlcourse-status', {
      item,
      align: 'right',
      rank: 90,
      isActive: () => item.active,
      activeStateChanged: item.activeChanged
    });
  }
};

/**
 * A button with the points earned, which opens the progress page.
 *
 * It asks the server for nothing: it is there as soon as something else has read the roadmap.
 */
export class StatusItem extends Widget {
  constructor(
    private readonly _model: RoadmapModel,
    private readonly _settings: ICourseSettings,
    commands: CommandRegistry,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('mlcourse-Status');
    this._button.type = 'button';
    this._button.addEventListener('click', () => {
      void commands.execute(CommandIDs.openProgress);
    });
    this.node.append(this._button);
    _model.changed.connect(this._update, this);
    _settings.changed.connect(this._update, this);
    this._update();
  }

  /** Whether there is something to show. */
  get active(): boolean {
    return (
      this._settings.values.showInStatusBar && this._model.progress !== null
    );
  }

  get activeChanged(): ISignal<this, void> {
    return this._activeChanged;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      Signal.clearData(this);
      super.dispose();
    }
  }

  private _update(): void {
    const totals = this._model.progress?.totals;
    if (totals) {
      const [got, all] = totals.points;
      this._button.textContent = this._trans.__(
        'Course: %1 of %2 points',
        got,
        all
      );
      this._button.title = [
        describeTotals(totals, this._trans),
        this._trans.__('Show the progress page')
      ].join('\n');
    }
    if (this.active !== this._wasActive) {
      this._wasActive = this.active;
      this._activeChanged.emit();
    }
  }

  private readonly _button = document.createElement('button');
  private readonly _activeChanged = new Signal<this, void>(this);
  private _wasActive = false;
}
