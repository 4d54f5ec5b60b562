// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { IGradedExercise } from '../api';
import { CommandIDs } from '../commands';
import { describeFailure } from '../shell/messages';
import { checkCells } from '../shell/runner';
import { ICourse } from '../tokens';
import { gradeIcon } from './icon';
import { GradingModel, type IStep, problemSetAt, problemSetOf } from './model';
import { GradingView } from './view';
import { GradingWords } from './words';

/** The view's id in the shell. */
const VIEW_ID = 'mlcourse-grading';

/** Behind what JupyterLab has there. */
const VIEW_RANK = 900;

/** How the server calls the announcement of how the grading goes. */
const GRADING_SCHEMA = /mlcourse.*\/grading\/v1$/;

/** Grades one's own work. */
export const gradingPlugin: JupyterFrontEndPlugin<void> = {
  id: '@mlcourse/labextension:grading',
  description: 'Grades one’s own work on a problem set.',
  autoStart: true,
  requires: [ICourse],
  optional: [INotebookTracker],
  activate
};

function activate(
  app: JupyterFrontEnd,
  course: ICourse,
  notebooks: INotebookTracker | null
): void {
  const { api, model, panel, trans } = course;
  const grading = new GradingModel(api);
  const words = new GradingWords(trans);
  let view: GradingView | null = null;

  /** The view comes when it is first needed, and stays. */
  const showView = (): void => {
    if (!view) {
      view = makeView(grading, course, words);
      view.started.connect((_, problemSet) => void grade(problemSet));
      app.shell.add(view, 'right', { rank: VIEW_RANK });
    }
    app.shell.activateById(VIEW_ID);
  };
  const grade = async (problemSet: string): Promise<void> => {
    showView();
    const unsaved = await save(notebooks, path => {
      return problemSetAt(model.roadmap, path) === problemSet;
    });
    if (unsaved) {
      // JupyterLab has said why; what is on the disk is not what the learner sees.
      Notification.error(
        trans.__('“%1” could not be saved, so it was not graded.', unsaved)
      );
    } else {
      await grading.start(problemSet);
    }
  };

  app.serviceManager.events.stream.connect((_, { schema_id, ...event }) => {
    if (GRADING_SCHEMA.test(schema_id)) {
      void grading.step(event as unknown as IStep);
    }
  });
  // The event of its end may have gone astray while the connection was down.
  window.addEventListener('focus', () => void grading.recheck());
  const tellOutOfSight = (failure: string, text: string, show: () => void) => {
    const actions = [{ label: trans.__('Show'), callback: show }];
    Notification.emit(failure || text, failure ? 'error' : 'info', {
      actions,
      autoClose: failure ? false : 10_000
    });
  };
  grading.changed.connect((_, change) => {
    const done = grading.grade;
    if (change === 'result' && done && !view?.isVisible) {
      tellOutOfSight(done.failure, words.ended(done), () => showView());
    }
    app.commands.notifyCommandChanged(CommandIDs.stopGrading);
  });
  /** The problem set that the arguments mean, or empty. */
  const meant = (args: ReadonlyPartialJSONObject): string => {
    if (typeof args.problemSet === 'string') {
      return args.problemSet;
    }
    const item =
      args.row === true
        ? app.contextMenuHitTest(node => 'key' in node.dataset)
        : document.activeElement?.closest('[role="treeitem"]');
    const row = item && panel.rowAt(item);
    if (row || args.row === true) {
      const available = row?.data.target?.available === true;
      return row && available ? problemSetOf(model.roadmap, row.data) : '';
    }
    const path = notebooks?.currentWidget?.context.localPath ?? '';
    return problemSetAt(model.roadmap, path);
  };

  /** Before the roadmap has been read, any notebook with checks may be of the course. */
  const isPossible = (args: ReadonlyPartialJSONObject): boolean => {
    const notebook = notebooks?.currentWidget;
    return (
      meant(args) !== '' ||
      (model.roadmap === null && !!notebook && checkCells(notebook).length > 0)
    );
  };
  /** Do something with the problem set that the arguments mean. */
  const withMeant = async (
    args: ReadonlyPartialJSONObject,
    act: (problemSet: string) => Promise<void>
  ): Promise<void> => {
    await model.load();
    const problemSet = meant(args);
    if (problemSet) {
      await act(problemSet);
    } else {
      Notification.warning(
        model.error
          ? panel.words.failure(model.error)
          : trans.__('This notebook is in no problem set of the course.')
      );
    }
  };
  const whereItMakesSense = {
    isEnabled: isPossible,
    // A menu entry of its own is there only where it makes sense.
    isVisible: (args: ReadonlyPartialJSONObject) =>
      args.row !== true || meant(args) !== ''
  };
  app.commands.addCommand(CommandIDs.grade, {
    label: trans.__('Grade My Work'),
    caption: trans.__(
      'Run all tests on what you have written, hidden ones too'
    ),
    icon: gradeIcon,
    ...whereItMakesSense,
    execute: args => withMeant(args, grade)
  });
  app.commands.addCommand(CommandIDs.stopGrading, {
    label: trans.__('Stop Grading'),
    caption: trans.__('Stop grading your work; your last result stays'),
    isEnabled: () => grading.stoppable !== '',
    execute: () => grading.stop()
  });
  app.commands.addCommand(CommandIDs.openGrade, {
    label: trans.__('Show My Graded Work'),
    caption: trans.__('Show how your work was graded last'),
    ...whereItMakesSense,
    execute: args =>
      withMeant(args, async problemSet => {
        showView();
        await grading.show(problemSet);
      })
  });
  notebooks?.currentChanged.connect(() => {
    app.commands.notifyCommandChanged(CommandIDs.grade);
    app.commands.notifyCommandChanged(CommandIDs.openGrade);
  });
  panel.setRowAction({
    label: ({ data }) =>
      ['problem-set', 'project'].includes(data.kind) &&
      data.target?.available &&
      problemSetOf(model.roadmap, data)
        ? trans.__('Grade my work')
        : null,
    run: ({ data }) => void grade(problemSetOf(model.roadmap, data))
  });
}

function makeView(
  grading: GradingModel,
  course: ICourse,
  words: GradingWords
): GradingView {
  const { panel, trans } = course;
  const view = new GradingView(grading, words, panel.words, trans);
  view.id = VIEW_ID;
  view.title.icon = gradeIcon;
  view.title.caption = trans.__('My graded work');
  view.opened.connect((_, target) => void course.open(target));
  view.compared.connect((_, exercise) => void compare(exercise, course));
  return view;
}

/** Show the reference solution of an exercise; of one that is not solved, only after a question. */
async function compare(
  exercise: IGradedExercise,
  { api, trans }: ICourse
): Promise<void> {
  // Dialogs are needed here only.
  const { confirmSpoiler, showSolution } = await import('./compare');
  if (!exercise.solved && !(await confirmSpoiler(exercise, trans))) {
    return;
  }
  try {
    const spoil = !exercise.solved;
    await showSolution(await api.solution(exercise.exercise, spoil), trans);
  } catch (error) {
    const what = trans.__('The reference solution could not be read.');
    Notification.error(describeFailure(what, error, trans));
  }
}

/** Save the open notebooks that are wanted; returns the name of the first that could not be, or empty. */
async function save(
  notebooks: INotebookTracker | null,
  wanted: (path: string) => boolean
): Promise<string> {
  const dirty = (notebooks?.filter(() => true) ?? []).filter(
    ({ context }) => context.model.dirty && wanted(context.localPath)
  );
  for (const { context } of dirty) {
    await context.save().catch(() => {});
    if (context.model.dirty) {
      return context.localPath;
    }
  }
  return '';
}
