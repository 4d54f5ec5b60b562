// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { LabIcon } from '@jupyterlab/ui-components';
import fitSvg from '../../style/icons/map-fit.svg';
import hereSvg from '../../style/icons/map-here.svg';
import zoomInSvg from '../../style/icons/map-zoom-in.svg';
import zoomOutSvg from '../../style/icons/map-zoom-out.svg';

/** Four corners. */
export const fitIcon = new LabIcon({
  name: 'mlcourse:map-fit',
  svgstr: fitSvg
});

/** A pin. */
export const hereIcon = new LabIcon({
  name: 'mlcourse:map-here',
  svgstr: hereSvg
});

/** A minus. */
export const zoomOutIcon = new LabIcon({
  name: 'mlcourse:map-zoom-out',
  svgstr: zoomOutSvg
});

/** A plus. */
export const zoomInIcon = new LabIcon({
  name: 'mlcourse:map-zoom-in',
  svgstr: zoomInSvg
});
