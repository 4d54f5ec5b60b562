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
import { CommandIDs } from '../commands';
import { ICourse } from '../tokens';
import { progressIcon } from './icon';
import { ReportPage, reportUrl } from './page';
import type { ReportWidget } from './widget';

/** The progress page's id in the shell. */
const REPORT_ID = 'mlcourse-progress';

/** The progress page. It is loaded when it is asked for. */
export const reportPlugin: JupyterFrontEndPlugin<void> = {
  id: '@mlcourse/labextension:report',
  description: 'The progress page of the course.',
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
  const { api, model, panel, trans } = course;
  const { serverSettings } = app.serviceManager;
  const tracker = new WidgetTracker<MainAreaWidget<ReportWidget>>({
    namespace: REPORT_ID
  });

  const make = async () => {
    const { ReportWidget } = await import('./widget');
    const content = new ReportWidget(
      api,
      model,
      new ReportPage(serverSettings),
      panel.words,
      trans
    );
    content.title.label = trans.__('Progress');
    content.title.caption = trans.__('Your progress in the course');
    content.title.icon = progressIcon;
    const widget = new MainAreaWidget({ content });
    // JupyterLab calls everything that is there "main area content".
    content.node.setAttribute('aria-label', trans.__('Progress'));
    widget.id = REPORT_ID;
    widget.toolbar.hide();
    await tracker.add(widget);
    app.shell.add(widget, 'main');
  };
  /** The one page there is, while it is being made. */
  let making: Promise<void> | null = null;

  const showInLab = async () => {
    try {
      if (tracker.currentWidget === null) {
        making ??= make().finally(() => {
          making = null;
        });
        await making;
      }
      app.shell.activateById(REPORT_ID);
    } catch (error) {
      Notification.error(
        trans.__(
          'The progress page could not be loaded. Check that the Jupyter server is still running, reload the page and try again.'
        )
      );
      throw error;
    }
  };

  app.commands.addCommand(CommandIDs.openProgress, {
    label: trans.__('Progress'),
    caption: trans.__('Show what you have practised and mastered'),
    icon: progressIcon,
    // Notebook 7 has room for one document in its middle: there the report is a page of its own.
    execute: () =>
      labShell
        ? showInLab()
        : void window.open(reportUrl(serverSettings), REPORT_ID)
  });

  if (labShell && restorer) {
    void restorer.restore(tracker, {
      command: CommandIDs.openProgress,
      name: () => 'progress'
    });
  }
}
