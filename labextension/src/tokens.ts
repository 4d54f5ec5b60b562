// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { Token } from '@lumino/coreutils';
import type { ICourseApi, ITarget } from './api';
import type { RoadmapModel } from './model';
import type { RoadmapPanel } from './panel';

/** The course in this browser window: what the plugins of this extension share. */
export interface ICourse {
  readonly api: ICourseApi;
  readonly model: RoadmapModel;
  readonly panel: RoadmapPanel;
  readonly trans: TranslationBundle;
  /** Open a place of the course and record that one went there. Never rejects. */
  open(target: ITarget): Promise<void>;
}

export const ICourse = new Token<ICourse>(
  '@mlcourse/labextension:ICourse',
  'The roadmap, the progress and the way to places of the course.'
);
