// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILauncher } from '@jupyterlab/launcher';
import { DisposableSet } from '@lumino/disposable';
import { CommandIDs } from '../commands';
import { ICourse } from '../tokens';

const CARDS = [
  CommandIDs.continueCourse,
  CommandIDs.openMap,
  CommandIDs.openProgress
];

/** Before the notebooks: in a workspace of the course it is what one comes for. */
const FIRST = -1;

/** The course's cards in the launcher. */
export const launcherPlugin: JupyterFrontEndPlugin<void> = {
  id: '@mlcourse/labextension:launcher',
  description: 'The cards of the course in the launcher.',
  autoStart: true,
  requires: [ICourse, ILauncher],
  activate: (
    app: JupyterFrontEnd,
    { model, trans }: ICourse,
    launcher: ILauncher
  ) => {
    const { commands } = app;
    let cards = new DisposableSet();
    const show = () => {
      cards.dispose();
      cards = new DisposableSet();
      if (model.roadmap && !model.roadmap.workspace) {
        return;
      }
      const category = trans.__('Course');
      const categoryRank = model.roadmap ? FIRST : undefined;
      CARDS.filter(command => commands.hasCommand(command)).forEach(
        (command, rank) => {
          cards.add(launcher.add({ command, category, rank, categoryRank }));
        }
      );
    };
    // All the commands are there once every plugin is.
    void app.started.then(() => {
      show();
      // Whether this is a workspace is known once the roadmap has been read, and it is not read for this.
      const settle = () => {
        if (model.roadmap) {
          model.changed.disconnect(settle);
          show();
        }
      };
      model.changed.connect(settle);
      settle();
    });
  }
};
