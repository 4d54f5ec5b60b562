// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { LabIcon } from '@jupyterlab/ui-components';
import mapSvg from '../../style/icons/map.svg';

/** The icon of the map and of its command: boxes that lead to a box. */
export const mapIcon = new LabIcon({ name: 'mlcourse:map', svgstr: mapSvg });
