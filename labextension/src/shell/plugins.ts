// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { checksPlugin } from './checks';
import { commandsPlugin } from './commands';
import { launcherPlugin } from './launcher';
import { CourseSettings, ICourseSettings } from './settings';
import { statusPlugin } from './status';
import { tourPlugin } from './tourplugin';

/** The name of the schema, too. */
const SETTINGS_ID = '@mlcourse/labextension:settings';

/** The settings of the course. */
const settingsPlugin: JupyterFrontEndPlugin<ICourseSettings> = {
  id: SETTINGS_ID,
  description: 'The settings of the course.',
  autoStart: true,
  provides: ICourseSettings,
  optional: [ISettingRegistry],
  activate: (_: JupyterFrontEnd, registry: ISettingRegistry | null) =>
    new CourseSettings(registry && (() => registry.load(SETTINGS_ID)))
};

/** What the course adds to JupyterLab around the panel. */
export const shellPlugins: readonly JupyterFrontEndPlugin<unknown>[] = [
  settingsPlugin,
  commandsPlugin,
  checksPlugin,
  statusPlugin,
  launcherPlugin,
  tourPlugin
];
