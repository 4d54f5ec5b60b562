// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { IMainMenu } from '@jupyterlab/mainmenu';
import {
  downloadIcon,
  fileUploadIcon,
  LabIcon,
  searchIcon
} from '@jupyterlab/ui-components';
import { MessageLoop } from '@lumino/messaging';
import { MenuBar } from '@lumino/widgets';
import { CommandIDs } from '../commands';
import { courseIcon } from '../icons';
import { ICourse } from '../tokens';
import { describeFailure, describeImport } from './messages';
import {
  chooseFile,
  download,
  exportProgress,
  importProgress,
  LARGEST
} from './transfer';

/** The id that the schema gives to the menu. */
const MENU_ID = 'mlcourse-mainmenu';

/** What the file with one's progress is called. */
const FILE = 'mlcourse-progress.jsonl';

/** The commands of the course, other than those of the map, the report, the checks and the tour. */
export const commandsPlugin: JupyterFrontEndPlugin<void> = {
  id: '@mlcourse/labextension:commands',
  description: 'The commands of the course.',
  autoStart: true,
  requires: [ICourse],
  optional: [ICommandPalette, IMainMenu],
  activate
};

function activate(
  app: JupyterFrontEnd,
  course: ICourse,
  palette: ICommandPalette | null,
  mainMenu: IMainMenu | null
): void {
  const { commands } = app;
  const { model, panel, trans } = course;
  const showPanel = async () => {
    app.shell.activateById(panel.id);
    // It takes the keyboard when it is told so; who wants it elsewhere has to come after that.
    MessageLoop.flush();
    await model.load();
  };
  // Before the roadmap has been read it may well be one; afterwards it is known.
  const isCourse = () => model.roadmap?.workspace !== false;

  /** Read the roadmap if need be; where there is none, the panel says why. */
  const withProgress = async () => {
    await model.load();
    if (!model.progress) {
      await showPanel();
    }
    return model.progress;
  };

  commands.addCommand(CommandIDs.openRoadmap, {
    label: trans.__('Show the Course'),
    caption: trans.__('Show the roadmap, its lessons and exercises'),
    icon: courseIcon,
    execute: showPanel
  });
  commands.addCommand(CommandIDs.continueCourse, {
    label: trans.__('Continue the Course'),
    caption: () => {
      const { last, next } = model.progress ?? {};
      if (last) {
        return trans.__('Go back to “%1” in “%2”', last.title, last.within);
      }
      return next
        ? trans.__('Begin with “%1” in “%2”', next.title, next.within)
        : trans.__('Open the place where you left off');
    },
    icon: courseIcon,
    isEnabled: isCourse,
    execute: async () => {
      const progress = await withProgress();
      const place = progress?.last ?? progress?.next;
      if (place) {
        await course.open(place.target);
      } else if (progress) {
        await showPanel();
      }
    }
  });
  commands.addCommand(CommandIDs.next, {
    label: trans.__('Open What Comes Next'),
    caption: () => {
      const next = model.progress?.next ?? null;
      return next
        ? trans.__('Next: “%1” in “%2”', next.title, next.within)
        : trans.__('Open the next topic or exercise of the roadmap');
    },
    isEnabled: isCourse,
    execute: async () => {
      const progress = await withProgress();
      if (progress?.next) {
        await course.open(progress.next.target);
      } else if (progress) {
        await showPanel();
        Notification.info(
          trans.__('Nothing is left to do on this roadmap. Pick another one.'),
          { autoClose: 8000 }
        );
      }
    }
  });
  commands.addCommand(CommandIDs.pickRoadmap, {
    label: trans.__('Follow Another Roadmap…'),
    caption: trans.__('Choose the order in which the course is studied'),
    isEnabled: isCourse,
    execute: async args => {
      await showPanel();
      if (typeof args.id === 'string') {
        await model.pick(args.id);
      } else if (await withProgress()) {
        panel.pickRoadmap();
      }
    }
  });
  commands.addCommand(CommandIDs.search, {
    label: trans.__('Search the Roadmap'),
    caption: trans.__('Find a topic, lesson or exercise of the course'),
    icon: searchIcon,
    isEnabled: isCourse,
    execute: async () => {
      await showPanel();
      if (await withProgress()) {
        panel.search();
      }
    }
  });
  commands.addCommand(CommandIDs.exportProgress, {
    label: trans.__('Export Progress'),
    caption: trans.__('Save your progress as a file on your machine'),
    icon: downloadIcon,
    isEnabled: isCourse,
    execute: async () => {
      if (!(await withProgress())) {
        return;
      }
      try {
        // What waits to be sent belongs into the file too.
        await model.catchUp();
        const { serverSettings } = app.serviceManager;
        download(await exportProgress(serverSettings), FILE);
      } catch (error) {
        Notification.error(
          describeFailure(
            trans.__('Your progress could not be exported.'),
            error,
            trans
          )
        );
      }
    }
  });
  commands.addCommand(CommandIDs.importProgress, {
    label: trans.__('Import Progress…'),
    caption: trans.__('Add the progress in an exported file to yours'),
    icon: fileUploadIcon,
    isEnabled: isCourse,
    execute: async () => {
      if (!(await withProgress())) {
        return;
      }
      const file = await chooseFile('.jsonl,.json,.txt');
      if (!file) {
        return;
      }
      if (file.size > LARGEST) {
        Notification.error(
          trans.__(
            '“%1” is larger than 32 MB. Is it the right file?',
            file.name
          )
        );
        return;
      }
      try {
        const { serverSettings } = app.serviceManager;
        const result = await importProgress(serverSettings, file);
        await model.catchUp();
        Notification.success(describeImport(result, trans), {
          autoClose: 10_000
        });
      } catch (error) {
        Notification.error(
          describeFailure(
            trans.__('“%1” could not be imported.', file.name),
            error,
            trans
          )
        );
      }
    }
  });

  // JupyterLab takes the menu from the schema, and leaves what extensions say there in English.
  void app.restored.then(() => {
    const menus = mainMenu instanceof MenuBar ? mainMenu.menus : [];
    const menu = menus.find(({ id }) => id === MENU_ID);
    if (menu) {
      menu.title.label = trans._p('menu', 'Course');
    }
  });
  // The map and the progress page are a click away; where their plugins are switched off, there is no button.
  void app.started.then(() => {
    for (const command of [CommandIDs.openMap, CommandIDs.openProgress]) {
      const icon = commands.hasCommand(command) && commands.icon(command);
      if (icon instanceof LabIcon) {
        const run = () => void commands.execute(command);
        const button = panel.addAction(icon, commands.label(command), run);
        button.dataset.command = command;
      }
    }
  });
  const changing = Object.values(CommandIDs).filter(command =>
    commands.hasCommand(command)
  );
  model.changed.connect((_, { kind }) => {
    if (kind !== 'connection') {
      // Captions and whether there is a course depend on it.
      changing.forEach(command => commands.notifyCommandChanged(command));
    }
  });
  const category = trans.__('Course');
  for (const command of Object.values(CommandIDs)) {
    palette?.addItem({ command, category });
  }
}
