// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { gradingPlugin } from './grading/plugin';
import { mapPlugin } from './map/plugin';
import { reportPlugin } from './report/plugin';
import { roadmapPlugin } from './roadmap/plugin';
import { shellPlugins } from './shell/plugins';

/** One plugin for each part of the course, so that any of them can be switched off. */
const plugins: JupyterFrontEndPlugin<unknown>[] = [
  roadmapPlugin,
  ...shellPlugins,
  mapPlugin,
  reportPlugin,
  gradingPlugin
];

export default plugins;
