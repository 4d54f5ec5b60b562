// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';
import {
  ITranslator,
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import { CourseApi } from './api';
import { courseIcon } from './icons';
import { RoadmapModel } from './model';
import { type INavigation, LabNavigation, PageNavigation } from './navigation';
import { RoadmapPanel } from './panel';
import { CheckTracker } from './tracker';
import type { IRow } from './tree';

/** The panel's id in the shell, and the key of what is remembered of it. */
const PANEL_ID = 'mlcourse-roadmap';

/** Before the file browser (100): the roadmap is where one starts from. */
const PANEL_RANK = 90;

/** The commands of this extension. */
export namespace CommandIDs {
  export const open = 'mlcourse:open-roadmap';
}

const plugin: JupyterFrontEndPlugin<void> = {
  id: '@mlcourse/labextension:roadmap',
  description: 'The course beside the notebooks.',
  autoStart: true,
  requires: [IDocumentManager],
  optional: [
    ITranslator,
    ILabShell,
    ILayoutRestorer,
    ICommandPalette,
    INotebookTracker,
    IStateDB
  ],
  activate
};

function activate(
  app: JupyterFrontEnd,
  documents: IDocumentManager,
  translator: ITranslator | null,
  labShell: ILabShell | null,
  restorer: ILayoutRestorer | null,
  palette: ICommandPalette | null,
  notebooks: INotebookTracker | null,
  state: IStateDB | null
): void {
  const trans = (translator ?? nullTranslator).load('mlcourse');
  const api = new CourseApi(app.serviceManager.serverSettings);
  const model = new RoadmapModel(api);
  const panel = makePanel(model, trans);
  const navigation = labShell
    ? new LabNavigation(documents)
    : new PageNavigation(notebooks);

  panel.opened.connect((_, row) => void openRow(row, panel, model, navigation));
  new CheckTracker(model);
  tellUnsent(model, panel, trans);

  app.shell.add(panel, 'left', { rank: PANEL_RANK });
  restorer?.add(panel, PANEL_ID);
  remember(panel, state);
  addCommand(app, panel, palette, trans);
  void labShell?.restored.then(({ fresh }) => {
    if (fresh) {
      void openAtFirstVisit(labShell, panel, model);
    }
  });
}

function makePanel(
  model: RoadmapModel,
  trans: TranslationBundle
): RoadmapPanel {
  const panel = new RoadmapPanel(model, trans);
  panel.id = PANEL_ID;
  panel.title.icon = courseIcon;
  panel.title.caption = trans.__('Course');
  return panel;
}

/** Bring the panel up in a course workspace that has no layout yet; afterwards the layout decides. */
async function openAtFirstVisit(
  labShell: ILabShell,
  panel: RoadmapPanel,
  model: RoadmapModel
): Promise<void> {
  await model.load();
  if (model.roadmap?.workspace) {
    labShell.activateById(panel.id);
  }
}

async function openRow(
  row: IRow,
  panel: RoadmapPanel,
  model: RoadmapModel,
  navigation: INavigation
): Promise<void> {
  const { target } = row;
  panel.say('');
  if (!target?.available) {
    panel.say(panel.words.unavailable(row));
    return;
  }
  panel.select(row);
  const arrival = await navigation.go(target);
  if (arrival === 'not-opened') {
    panel.say(panel.words.notOpened(row));
    return;
  }
  if (arrival === 'cell-missing') {
    panel.say(panel.words.notFound(row));
  }
  const { lesson, topic } = target;
  if (lesson !== null) {
    const place = topic === null ? { lesson } : { lesson, topic };
    await model.record({ kind: 'opened', ...place });
  }
}

/** Say once, also where the panel is not in sight, that results could not be saved. */
function tellUnsent(
  model: RoadmapModel,
  panel: RoadmapPanel,
  trans: TranslationBundle
): void {
  let told = false;
  model.changed.connect(() => {
    const waiting = model.unsent > 0 && model.error !== null;
    if (waiting && !told && !panel.isVisible) {
      Notification.warning(panel.words.unsent(), {
        actions: [
          { label: trans.__('Try again'), callback: () => void model.refresh() }
        ]
      });
    }
    told = waiting;
  });
}

/** Open the same rows as last time. */
function remember(panel: RoadmapPanel, state: IStateDB | null): void {
  const key = `${PANEL_ID}:expanded`;
  panel.expansionChanged.connect((_, expanded) => {
    void state?.save(key, [...expanded]);
  });
  void state?.fetch(key).then(expanded => {
    if (Array.isArray(expanded)) {
      panel.restore(expanded.map(String));
    }
  });
}

function addCommand(
  app: JupyterFrontEnd,
  panel: RoadmapPanel,
  palette: ICommandPalette | null,
  trans: TranslationBundle
): void {
  app.commands.addCommand(CommandIDs.open, {
    label: trans.__('Show the Course'),
    caption: trans.__('Show the modules, lessons and exercises of the course'),
    icon: courseIcon,
    execute: () => app.shell.activateById(panel.id)
  });
  palette?.addItem({ command: CommandIDs.open, category: trans.__('Course') });
}

export default plugin;
