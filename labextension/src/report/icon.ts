// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { LabIcon } from '@jupyterlab/ui-components';
import progressSvg from '../../style/icons/progress.svg';

/** The icon of the progress page and of its command: bars that grow. */
export const progressIcon = new LabIcon({
  name: 'mlcourse:progress',
  svgstr: progressSvg
});
