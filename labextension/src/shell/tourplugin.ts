// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import { MessageLoop } from '@lumino/messaging';
import { CommandIDs } from '../commands';
import { ICourse } from '../tokens';
import { ICourseSettings } from './settings';
import { type ITourStep, Tour } from './tour';

/** Milliseconds that JupyterLab is left to settle: it draws and takes the keyboard when it starts. */
const CALM = 1500;

/** The tour of the panel. */
export const tourPlugin: JupyterFrontEndPlugin<void> = {
  id: '@mlcourse/labextension:tour',
  description: 'The tour of the course.',
  autoStart: true,
  requires: [ICourse, ICourseSettings],
  activate: (
    app: JupyterFrontEnd,
    { model, panel, trans }: ICourse,
    settings: ICourseSettings
  ) => {
    const tour = new Tour(tourSteps(panel.node, trans), panel.node, trans);
    const start = () => {
      void settings.set('offerTour', false);
      tour.start();
    };
    app.commands.addCommand(CommandIDs.tour, {
      label: trans.__('Take the Tour'),
      caption: trans.__('Show what is where in the course’s panel'),
      isEnabled: () => model.roadmap?.workspace !== false,
      execute: async () => {
        app.shell.activateById(panel.id);
        await model.load();
        if (model.progress) {
          start();
        }
      }
    });

    let waiting = false;
    const offer = async () => {
      const wanted = () =>
        settings.values.offerTour && model.progress !== null && panel.isVisible;
      if (waiting || !wanted()) {
        return;
      }
      waiting = true;
      await Promise.all([app.restored, settings.ready]);
      await new Promise(resolve => setTimeout(resolve, CALM));
      waiting = false;
      if (wanted() && !tour.running) {
        start();
      }
    };
    model.changed.connect(() => void offer());
    MessageLoop.installMessageHook(panel, (_, { type }) => {
      if (type === 'after-show') {
        void offer();
      }
      return true;
    });
    settings.changed.connect(() => void offer());
  }
};

/** What a newcomer has to know of the panel. */
function tourSteps(panel: Element, trans: TranslationBundle): ITourStep[] {
  const find = (selector: string) => () => panel.querySelector(selector);
  return [
    {
      title: trans.__('Your roadmap'),
      text: trans.__(
        'A roadmap is an order in which to study the course. Pick the one that suits you; your progress counts in all of them.'
      ),
      anchor: find('.mlcourse-Picker')
    },
    {
      title: trans.__('Lessons and exercises'),
      text: trans.__(
        'Press a row to open its place in a notebook. The sign at its end tells how far you are: new, opened, in progress, practised or mastered.'
      ),
      anchor: find('[role="tree"]')
    },
    {
      title: trans.__('Search'),
      text: trans.__(
        'A few letters are enough to find a topic, lesson or exercise.'
      ),
      anchor: find('.mlcourse-Search')
    },
    {
      title: trans.__('The map'),
      text: trans.__(
        'It shows which lessons build on which. Choose a goal there, and it marks the way from where you are.'
      ),
      anchor: find('[data-command="mlcourse:open-map"]')
    },
    {
      title: trans.__('Your progress'),
      text: trans.__(
        'The progress page sums up points, topics and time. Results of checks and quizzes are recorded by themselves.'
      ),
      anchor: find('[data-command="mlcourse:open-progress"]')
    }
  ];
}
