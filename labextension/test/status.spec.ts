// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import type { IProgress } from '../src/api';
import { CommandIDs } from '../src/commands';
import type { RoadmapModel } from '../src/model';
import {
  DEFAULTS,
  type ICourseSettings,
  type ISettings
} from '../src/shell/settings';
import { StatusItem } from '../src/shell/status';

const trans = nullTranslator.load('mlcourse');
const progress = {
  totals: {
    topics: [2, 5, 40],
    exercises: [1, 12],
    points: [3, 41],
    seconds: 0
  }
} as unknown as IProgress;

function setUp() {
  const model = {
    progress: null as IProgress | null,
    changed: new Signal<object, object>({})
  };
  const settings = {
    values: DEFAULTS as ISettings,
    changed: new Signal<object, object>({})
  };
  const commands = new CommandRegistry();
  const item = new StatusItem(
    model as unknown as RoadmapModel,
    settings as unknown as ICourseSettings,
    commands,
    trans
  );
  const told: boolean[] = [];
  item.activeChanged.connect(() => told.push(item.active));
  const learn = () => {
    model.progress = progress;
    model.changed.emit({ kind: 'roadmap' });
  };
  return { commands, item, learn, settings, told };
}

describe('StatusItem', () => {
  it('is there once the progress is known, and says it in words', () => {
    const { item, learn, told } = setUp();
    expect(item.active).toBe(false);
    learn();
    expect(told).toEqual([true]);
    const button = item.node.querySelector('button');
    expect(button?.textContent).toBe('Course: 3 of 41 points');
    expect(button?.title).toContain('1 of 12 exercises passed');
    expect(button?.title).toContain('2 of 40 topics mastered');
  });

  it('goes and comes with its setting', () => {
    const { item, learn, settings, told } = setUp();
    learn();
    settings.values = { ...DEFAULTS, showInStatusBar: false };
    settings.changed.emit([]);
    expect(item.active).toBe(false);
    settings.values = DEFAULTS;
    settings.changed.emit([]);
    expect(told).toEqual([true, false, true]);
  });

  it('opens the progress page', () => {
    const { commands, item, learn } = setUp();
    const execute = jest.fn();
    commands.addCommand(CommandIDs.openProgress, { execute });
    learn();
    item.node.querySelector('button')?.click();
    expect(execute).toHaveBeenCalledTimes(1);
  });
});
