// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import {
  ILabShell,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IToolbarWidgetRegistry, Notification } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import {
  checkIcon,
  CommandToolbarButton,
  stopIcon
} from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { IRowData, ITarget } from '../api';
import { CommandIDs } from '../commands';
import { landOn } from '../landing';
import { ICourse } from '../tokens';
import { describeTally, describeTrouble } from './messages';
import { checkCells, ChecksRun, type ITally } from './runner';

/** Milliseconds that JupyterLab may take to draw a notification; a change before that would be lost. */
const DRAWING = 500;

/** Runs every check of a notebook. */
export const checksPlugin: JupyterFrontEndPlugin<void> = {
  id: '@mlcourse/labextension:checks',
  description: 'Runs all the checks of a problem set.',
  autoStart: true,
  requires: [ICourse, INotebookTracker, IDocumentManager],
  optional: [ILabShell, IToolbarWidgetRegistry],
  activate
};

function activate(
  app: JupyterFrontEnd,
  course: ICourse,
  notebooks: INotebookTracker,
  documents: IDocumentManager,
  labShell: ILabShell | null,
  toolbars: IToolbarWidgetRegistry | null
): void {
  const { commands } = app;
  const { model, trans } = course;
  const runs = new Map<NotebookPanel, ChecksRun>();
  /** The notebooks with a button, by the number that their button passes. */
  const numbered = new Map<number, NotebookPanel>();
  let last = 0;

  /** The row of the tree under the context menu, if its notebook has checks. */
  const targetOfRow = (): ITarget | null => {
    const item = app.contextMenuHitTest(node => 'key' in node.dataset);
    const row = item && course.panel.rowAt(item);
    const target = row && targetOf(row.data);
    return target && target.path in (model.roadmap?.checks ?? {})
      ? target
      : null;
  };
  const opened = (path: string) =>
    notebooks.find(panel => panel.context.localPath === path) ?? null;
  /** The open notebook that the arguments mean; the current one without any. */
  const panelOf = (args: ReadonlyPartialJSONObject): NotebookPanel | null => {
    if (typeof args.button === 'number') {
      return numbered.get(args.button) ?? null;
    }
    if (args.row === true) {
      const target = targetOfRow();
      return target && opened(target.path);
    }
    return typeof args.path === 'string'
      ? opened(args.path)
      : notebooks.currentWidget;
  };
  const isPossible = (args: ReadonlyPartialJSONObject): boolean => {
    if (args.row === true) {
      return targetOfRow()?.available === true;
    }
    if (typeof args.path === 'string') {
      return true;
    }
    const panel = panelOf(args);
    return panel !== null && checkCells(panel).length > 0;
  };
  const runOf = (args: ReadonlyPartialJSONObject) => {
    const panel = panelOf(args);
    return panel ? runs.get(panel) : undefined;
  };
  const tell = () => commands.notifyCommandChanged(CommandIDs.runChecks);

  commands.addCommand(CommandIDs.runChecks, {
    label: args => {
      const run = runOf(args);
      if (!run) {
        return args.button ? trans.__('Checks') : trans.__('Run All Checks');
      }
      return args.button
        ? trans.__('%1 of %2', run.done, run.all)
        : trans.__('Stop the Checks');
    },
    caption: args =>
      runOf(args)
        ? trans.__('Stop the checks')
        : trans.__('Run the whole notebook and all its checks'),
    icon: args => (runOf(args) ? stopIcon : checkIcon),
    isEnabled: isPossible,
    // A button or a menu entry of its own is there only where it makes sense.
    isVisible: args => (args.row !== true && !args.button) || isPossible(args),
    execute: async args => {
      const target = args.row === true ? targetOfRow() : null;
      const path = target?.path ?? args.path;
      let panel = panelOf(args);
      if (!panel && typeof path === 'string') {
        if (!labShell) {
          // In Notebook 7 another notebook is another page, with a button of its own.
          await course.open(target ?? placeOf(path));
          return;
        }
        panel = (documents.openOrReveal(path, 'Notebook') ??
          null) as NotebookPanel | null;
      }
      if (!panel) {
        return;
      }
      const running = runs.get(panel);
      if (running) {
        running.stop();
        return;
      }
      app.shell.activateById(panel.id);
      await panel.context.ready.catch(() => {});
      if (!panel.isDisposed && checkCells(panel).length > 0) {
        await runAll(panel, runs, tell, trans);
      }
    }
  });

  toolbars?.addFactory<NotebookPanel>(
    'Notebook',
    'mlcourse-run-checks',
    panel => {
      // The panel has no id yet.
      const button = ++last;
      numbered.set(button, panel);
      panel.disposed.connect(() => numbered.delete(button));
      void panel.context.ready.then(tell, () => {});
      return new CommandToolbarButton({
        commands,
        id: CommandIDs.runChecks,
        args: { button }
      });
    }
  );
  notebooks.currentChanged.connect(tell);
}

/** Run the checks of a notebook, tell how they go, and go to the first that did not pass. */
async function runAll(
  panel: NotebookPanel,
  runs: Map<NotebookPanel, ChecksRun>,
  tell: () => void,
  trans: TranslationBundle
): Promise<void> {
  const run = new ChecksRun(panel);
  runs.set(panel, run);
  const told = new Announcement(run, trans);
  run.advanced.connect(() => {
    told.update();
    tell();
  });
  tell();
  const tally = await run.run();
  runs.delete(panel);
  tell();
  void told.end(tally);
  if (tally.first) {
    await landOn(panel, tally.first.model.id);
  }
}

/** The notification that says how a run goes. */
class Announcement {
  constructor(
    private readonly _run: ChecksRun,
    private readonly _trans: TranslationBundle
  ) {
    this._id = Notification.emit(this._text(), 'in-progress', this._options());
  }

  update(): void {
    Notification.update({
      id: this._id,
      message: this._text(),
      ...this._options()
    });
  }

  async end(tally: ITally): Promise<void> {
    const left = this._drawn - Date.now();
    await new Promise(resolve => setTimeout(resolve, left));
    const { trouble, passed, all } = tally;
    const result = describeTally(tally, this._trans);
    if (trouble) {
      const why = describeTrouble(trouble, this._trans);
      this._say('error', tally.notRun === all ? why : `${why} ${result}`);
    } else {
      this._say(passed === all ? 'success' : 'info', result);
    }
  }

  private _say(type: 'success' | 'info' | 'error', message: string): void {
    Notification.update({
      id: this._id,
      message,
      type,
      autoClose: type === 'error' ? false : 15_000,
      actions: []
    });
  }

  private _text(): string {
    return this._trans.__(
      'Running the checks: %1 of %2',
      this._run.done,
      this._run.all
    );
  }

  private _options() {
    return {
      autoClose: false as const,
      actions: [
        {
          label: this._trans.__('Stop'),
          caption: this._trans.__('Stop the checks'),
          callback: (event: MouseEvent) => {
            // The notification stays, and says how it ended.
            event.preventDefault();
            this._run.stop();
          }
        }
      ]
    };
  }

  private readonly _id: string;
  private readonly _drawn = Date.now() + DRAWING;
}

/** Where a row leads; a problem set in several notebooks leads to its first. */
function targetOf(row: IRowData): ITarget | null {
  return (
    row.target ?? row.children.find(({ target }) => target)?.target ?? null
  );
}

function placeOf(path: string): ITarget {
  return {
    path,
    cell: null,
    lesson: '',
    topic: '',
    exercise: '',
    available: true
  };
}
