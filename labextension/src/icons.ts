// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { LabIcon } from '@jupyterlab/ui-components';
import type { ExerciseState } from './api';
import courseSvg from '../style/icons/course.svg';
import lessonSvg from '../style/icons/lesson.svg';
import problemSetSvg from '../style/icons/problem-set.svg';
import topicSvg from '../style/icons/topic.svg';
import attemptedSvg from '../style/icons/state-attempted.svg';
import newSvg from '../style/icons/state-new.svg';
import passedSvg from '../style/icons/state-passed.svg';

/** The icon of the panel and of its commands: a path with its stations and a star at the end. */
export const courseIcon = new LabIcon({
  name: 'mlcourse:course',
  svgstr: courseSvg
});

export const lessonIcon = new LabIcon({
  name: 'mlcourse:lesson',
  svgstr: lessonSvg
});

export const problemSetIcon = new LabIcon({
  name: 'mlcourse:problem-set',
  svgstr: problemSetSvg
});

export const topicIcon = new LabIcon({
  name: 'mlcourse:topic',
  svgstr: topicSvg
});

/** One icon per state, told apart by shape: a ring, a half-filled disc, a disc with a tick. */
export const stateIcons: Readonly<Record<ExerciseState, LabIcon>> = {
  new: new LabIcon({ name: 'mlcourse:state-new', svgstr: newSvg }),
  attempted: new LabIcon({
    name: 'mlcourse:state-attempted',
    svgstr: attemptedSvg
  }),
  passed: new LabIcon({ name: 'mlcourse:state-passed', svgstr: passedSvg })
};
