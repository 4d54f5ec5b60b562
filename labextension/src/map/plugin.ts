// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  MainAreaWidget,
  Notification,
  WidgetTracker
} from '@jupyterlab/apputils';
import type { Widget } from '@lumino/widgets';
import { CommandIDs } from '../commands';
import { ICourse } from '../tokens';
import { mapIcon } from './icon';
import type { MapModel, View } from './model';
import type { MapWidget } from './widget';

/** The map's id in the shell. */
const MAP_ID = 'mlcourse-map';

/** A map that nobody sees yet. */
interface INewMap {
  readonly model: MapModel;
  readonly widget: MapWidget;
}

/** A map that is open. */
interface IOpenMap {
  readonly model: MapModel;
  /** What the shell holds. */
  readonly widget: Widget;
}

/** The map of the lessons and their prerequisites. It is loaded when it is asked for. */
export const mapPlugin: JupyterFrontEndPlugin<void> = {
  id: '@mlcourse/labextension:map',
  description: 'The map of the course.',
  autoStart: true,
  requires: [ICourse],
  optional: [ILabShell, ILayoutRestorer],
  activate
};

function activate(
  app: JupyterFrontEnd,
  course: ICourse,
  labShell: ILabShell | null,
  restorer: ILayoutRestorer | null
): void {
  const { trans } = course;
  const tracker = new WidgetTracker<MainAreaWidget<MapWidget>>({
    namespace: MAP_ID
  });
  /** The one map there is, or that is being made. */
  let opening: Promise<IOpenMap> | null = null;
  let shown: MapModel | null = null;

  const add = async ({
    widget: content,
    model
  }: INewMap): Promise<IOpenMap> => {
    content.title.label = trans.__('Course map');
    content.title.caption = trans.__('Course map');
    content.title.icon = mapIcon;
    if (!labShell) {
      // Notebook 7 has room for one document in its middle, and drops what else is added there.
      content.id = MAP_ID;
      app.shell.add(content, 'right');
      return { model, widget: content };
    }
    const widget = new MainAreaWidget({ content });
    // JupyterLab calls everything that is there "main area content".
    content.node.setAttribute('aria-label', trans.__('Course map'));
    widget.id = MAP_ID;
    widget.toolbar.hide();
    shown = model;
    await tracker.add(widget);
    model.changed.connect((_, change) => {
      if (change === 'path' || change === 'view') {
        void tracker.save(widget);
      }
    });
    widget.disposed.connect(() => {
      opening = null;
      shown = null;
    });
    app.shell.add(widget, 'main');
    return { model, widget };
  };

  const open = async (view: View | null): Promise<IOpenMap> => {
    try {
      const { createMap } = await import('./create');
      return await add(createMap(course, view));
    } catch (error) {
      opening = null;
      Notification.error(
        trans.__(
          'The map could not be loaded. Check that the Jupyter server is still running, reload the page and try again.'
        )
      );
      throw error;
    }
  };

  app.commands.addCommand(CommandIDs.openMap, {
    label: trans.__('Course Map'),
    caption: trans.__(
      'Show the lessons, what each needs, and the shortest way to a goal'
    ),
    icon: mapIcon,
    execute: async ({ goal, view }) => {
      opening ??= open(view === 'map' || view === 'list' ? view : null);
      const { model, widget } = await opening;
      app.shell.activateById(widget.id);
      if (typeof goal === 'string' && goal !== '') {
        void model.choose(goal);
      }
    }
  });

  if (labShell && restorer) {
    void restorer.restore(tracker, {
      command: CommandIDs.openMap,
      args: () => ({ goal: shown?.goal ?? '', view: shown?.chosenView ?? '' }),
      name: () => 'map'
    });
  }
}
