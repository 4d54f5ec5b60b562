// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { LabIcon } from '@jupyterlab/ui-components';
import courseSvg from '../style/icons/course.svg';

/** The icon of the panel and of its commands: a mortarboard. */
export const courseIcon = new LabIcon({
  name: 'mlcourse:course',
  svgstr: courseSvg
});
