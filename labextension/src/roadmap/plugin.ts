// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';
import {
  ITranslator,
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import type { ReadonlyJSONObject } from '@lumino/coreutils';
import { CourseApi, type ITarget } from '../api';
import { courseIcon } from '../icons';
import { RoadmapModel } from '../model';
import { type INavigation, LabNavigation, PageNavigation } from '../navigation';
import { RoadmapPanel } from '../panel';
import { ICourseSettings } from '../shell/settings';
import { ICourse } from '../tokens';
import { AnswerTracker, CheckTracker } from '../tracker';
import type { IFilter } from './filter';
import { ReaderTracker } from './reader';

/** The panel's id in the shell, and the beginning of the keys of what is remembered of it. */
const PANEL_ID = 'mlcourse-roadmap';

/** Before the file browser (100): the roadmap is where one starts from. */
const PANEL_RANK = 90;

/** How the server calls the announcement that progress was made. */
const PROGRESS_SCHEMA = /mlcourse.*\/progress\/v1$/;

/** What is remembered from one visit to the next. */
interface IMemory {
  roadmap: string;
  expanded: Record<string, string[]>;
  /** Not what one looked for, which is done with, nor what the settings say. */
  filter: Pick<IFilter, 'levels' | 'stages'>;
}

/** Milliseconds in which announcements of progress are answered with one question. */
const TOGETHER = 250;

/** The sidebar, and what the other plugins of the course build on. */
export const roadmapPlugin: JupyterFrontEndPlugin<ICourse> = {
  id: '@mlcourse/labextension:roadmap',
  description: 'The course beside the notebooks.',
  autoStart: true,
  provides: ICourse,
  requires: [IDocumentManager],
  optional: [
    ITranslator,
    ILabShell,
    ILayoutRestorer,
    INotebookTracker,
    IStateDB,
    ICourseSettings
  ],
  activate
};

function activate(
  app: JupyterFrontEnd,
  documents: IDocumentManager,
  translator: ITranslator | null,
  labShell: ILabShell | null,
  restorer: ILayoutRestorer | null,
  notebooks: INotebookTracker | null,
  state: IStateDB | null,
  settings: ICourseSettings | null
): ICourse {
  const trans = (translator ?? nullTranslator).load('mlcourse');
  const api = new CourseApi(app.serviceManager.serverSettings);
  const memory = readMemory(state);
  const model = new RoadmapModel(api, async () => {
    await settings?.ready;
    return (await memory).roadmap || (settings?.values.roadmap ?? '');
  });
  const panel = makePanel(model, trans);
  const navigation = labShell
    ? new LabNavigation(documents)
    : new PageNavigation(notebooks);
  const records = () => settings?.values.recordReading ?? true;
  const open = (target: ITarget, title?: string) =>
    openPlace({ panel, model, navigation, records }, target, title);

  panel.opened.connect((_, row) => {
    const { target, title } = row.data;
    if (target) {
      panel.select(row);
      void open(target, title);
    } else {
      panel.say(panel.words.notWritten(row));
    }
  });
  panel.placeOpened.connect((_, target) => void open(target));
  new CheckTracker(model);
  if (notebooks) {
    new AnswerTracker(model, notebooks);
    new ReaderTracker(notebooks, model, panel, records);
  }
  keepInStep(app, model);
  tellUnsent(model, panel, trans);

  app.shell.add(panel, 'left', { rank: PANEL_RANK });
  restorer?.add(panel, PANEL_ID);
  void remember(panel, model, state, memory);
  void settings?.ready.then(() => obey(settings, panel, model));
  void labShell?.restored.then(async ({ fresh }) => {
    await settings?.ready;
    if (fresh && (settings?.values.openAtFirstVisit ?? true)) {
      await openAtFirstVisit(labShell, panel, model);
    }
  });
  return { api, model, panel, trans, open };
}

/** Do as the settings say, now and whenever they change. */
function obey(
  settings: ICourseSettings,
  panel: RoadmapPanel,
  model: RoadmapModel
): void {
  const { values } = settings;
  panel.follow = values.followReader;
  panel.setFilter({ ...panel.filter, planned: values.showPlanned });
  settings.changed.connect((_, names) => {
    const { roadmap, followReader, showPlanned } = settings.values;
    panel.follow = followReader;
    if (names.includes('showPlanned')) {
      panel.setFilter({ ...panel.filter, planned: showPlanned });
    }
    if (names.includes('roadmap')) {
      void model.pick(roadmap);
    }
  });
  panel.remembered.connect(() => {
    if (panel.filter.planned !== settings.values.showPlanned) {
      void settings.set('showPlanned', panel.filter.planned);
    }
  });
}

/** Ask how far one is when the server says that something was recorded, here or in another window. */
function keepInStep(app: JupyterFrontEnd, model: RoadmapModel): void {
  let timer = 0;
  app.serviceManager.events.stream.connect((_, { schema_id }) => {
    if (PROGRESS_SCHEMA.test(schema_id)) {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void model.catchUp(), TOGETHER);
    }
  });
}

/** Read what is remembered. Never rejects: what cannot be read is forgotten. */
async function readMemory(state: IStateDB | null): Promise<IMemory> {
  const saved = await state?.fetch(PANEL_ID).catch(() => undefined);
  const {
    roadmap = '',
    expanded = {},
    filter = { levels: [], stages: [] }
  } = (saved ?? {}) as Partial<IMemory>;
  return { roadmap, expanded, filter };
}

/** Open the same rows of the same roadmap as last time, with the same filters. */
async function remember(
  panel: RoadmapPanel,
  model: RoadmapModel,
  state: IStateDB | null,
  memory: Promise<IMemory>
): Promise<void> {
  const { expanded, filter } = await memory;
  panel.restore(expanded);
  panel.setFilter({ ...panel.filter, ...filter });
  let saved = '';
  const save = () => {
    const now: IMemory = {
      roadmap: model.picked,
      expanded: panel.expanded as Record<string, string[]>,
      filter: { levels: panel.filter.levels, stages: panel.filter.stages }
    };
    const text = JSON.stringify(now);
    if (text !== saved) {
      saved = text;
      void state?.save(PANEL_ID, now as unknown as ReadonlyJSONObject);
    }
  };
  panel.remembered.connect(save);
  model.changed.connect((_, { kind }) => {
    if (kind === 'roadmap') {
      save();
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

/** What it takes to go somewhere. */
interface IWay {
  readonly panel: RoadmapPanel;
  readonly model: RoadmapModel;
  readonly navigation: INavigation;
  /** Whether it is to be recorded where one went. */
  readonly records: () => boolean;
}

async function openPlace(
  { panel, model, navigation, records }: IWay,
  target: ITarget,
  title = PathExt.basename(target.path)
): Promise<void> {
  panel.say('');
  if (!target.available) {
    panel.say(panel.words.unavailable(title));
    return;
  }
  const arrival = await navigation.go(target);
  if (arrival === 'not-opened') {
    panel.say(panel.words.notOpened(title));
    return;
  }
  if (arrival === 'cell-missing') {
    panel.say(panel.words.notFound(title));
  }
  const { lesson, topic, exercise } = target;
  if (!records()) {
    return;
  }
  if (exercise) {
    await model.record({ kind: 'opened', exercise });
  } else if (lesson) {
    const place = topic ? { lesson, topic } : { lesson };
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
