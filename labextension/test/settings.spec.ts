// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal } from '@lumino/signaling';
import { existsSync, readdirSync, readFileSync } from 'fs';
import path from 'path';
import { CommandIDs } from '../src/commands';
import { CourseSettings, DEFAULTS } from '../src/shell/settings';

const schema = JSON.parse(
  readFileSync(path.join(__dirname, '../schema/settings.json'), 'utf8')
);

class FakeSettings {
  readonly changed = new Signal<this, void>(this);
  composite: Record<string, unknown> = {};

  async set(name: string, value: unknown): Promise<void> {
    this.composite = { ...this.composite, [name]: value };
    this.changed.emit();
  }
}

function settings(fake: FakeSettings): CourseSettings {
  return new CourseSettings(
    async () => fake as unknown as ISettingRegistry.ISettings
  );
}

describe('the schema', () => {
  it('has the defaults that hold without it', () => {
    const defaults = Object.entries(schema.properties).map(
      ([name, property]) => [name, (property as { default: unknown }).default]
    );
    expect(Object.fromEntries(defaults)).toEqual(DEFAULTS);
  });

  it('names commands that there are', () => {
    const named = JSON.stringify(schema).match(/mlcourse:[a-z]+(-[a-z]+)*/g);
    const known: string[] = [...Object.values(CommandIDs), 'mlcourse:course'];
    expect(named?.filter(id => !known.includes(id))).toEqual([]);
    const [menu] = schema['jupyter.lab.menus'].main;
    const inMenu = menu.items.map((item: { command?: string }) => item.command);
    expect(
      Object.values(CommandIDs).filter(id => !inMenu.includes(id))
    ).toEqual([]);
  });

  it('offers the roadmaps of the course, under their names', () => {
    const folder = path.join(__dirname, '../../course/roadmaps');
    const files = existsSync(folder) ? readdirSync(folder) : [];
    const named = files.map(file => {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const name = /^name: *["']?(.*?)["']?$/m.exec(text)?.[1];
      return [file.replace(/\.yml$/, ''), name];
    });
    const offered = schema.properties.roadmap.oneOf
      .map((one: { const: string; title: string }) => [one.const, one.title])
      .filter(([id]: [string]) => id !== '');
    expect(offered.sort()).toEqual(named.sort());
  });
});

describe('CourseSettings', () => {
  it('has the defaults until they are read, and where there are none', async () => {
    const without = new CourseSettings(null);
    await without.ready;
    expect(without.values).toEqual(DEFAULTS);
    const failing = new CourseSettings(() => Promise.reject(new Error()));
    await failing.ready;
    expect(failing.values).toEqual(DEFAULTS);
  });

  it('tells what changed, and nothing when nothing did', async () => {
    const fake = new FakeSettings();
    const course = settings(fake);
    await course.ready;
    const told: (readonly string[])[] = [];
    course.changed.connect((_, names) => told.push(names));
    await course.set('showPlanned', false);
    await course.set('showPlanned', false);
    await fake.set('roadmap', 'deep-learning');
    expect(told).toEqual([['showPlanned'], ['roadmap']]);
    expect(course.values).toEqual({
      ...DEFAULTS,
      showPlanned: false,
      roadmap: 'deep-learning'
    });
  });

  it('keeps what cannot be saved until the page is left', async () => {
    const fake = new FakeSettings();
    fake.set = () => Promise.reject(new Error('read-only'));
    const course = settings(fake);
    await course.set('offerTour', false);
    expect(course.values.offerTour).toBe(false);
  });
});
