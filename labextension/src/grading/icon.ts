// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { LabIcon } from '@jupyterlab/ui-components';
import gradeSvg from '../../style/icons/grade.svg';

/** The icon of one's own graded work: a sheet with a tick. */
export const gradeIcon = new LabIcon({
  name: 'mlcourse:grade',
  svgstr: gradeSvg
});
