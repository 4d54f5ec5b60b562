// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { type IRoadmap, RequestError } from '../src/api';
import { RoadmapModel } from '../src/model';
import { RoadmapPanel } from '../src/panel';
import { NO_FILTER } from '../src/roadmap/filter';
import {
  DOT,
  FakeApi,
  largeRoadmap,
  LESSON,
  MODULE,
  NODE,
  NORMS,
  PROBLEMS,
  REFERENCE,
  SET,
  THEORY,
  VECTORS
} from './fixtures';

const ASSIGNMENTS = '01-foundations/assignments-and-quizzes';
const ALL_OPEN = { modules: [MODULE, THEORY, VECTORS, ASSIGNMENTS, SET, NODE] };

async function setUp(prepare: (api: FakeApi) => void = () => {}) {
  const api = new FakeApi();
  prepare(api);
  const model = new RoadmapModel(api);
  const panel = new RoadmapPanel(model, nullTranslator.load('mlcourse'));
  panel.hide();
  Widget.attach(panel, document.body);
  expect(api.asked).toEqual([]);
  panel.show();
  await model.refresh();
  return { api, model, panel };
}

afterEach(() => document.body.replaceChildren());

const item = (panel: Widget, key: string) =>
  panel.node.querySelector<HTMLElement>(`[data-key="${key}"]`);
const label = (panel: Widget, key: string) =>
  item(panel, key)?.getAttribute('aria-label');
const find = (panel: Widget, selector: string) =>
  panel.node.querySelector<HTMLElement>(`.mlcourse-${selector}`);
const notice = (panel: Widget) => find(panel, 'Roadmap-notice')?.textContent;
const press = (key: string) =>
  document.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true })
  );
/** The keys of the rows in sight. */
const shown = (panel: Widget) =>
  [...panel.node.querySelectorAll<HTMLElement>('[role="treeitem"]')]
    .filter(({ hidden }) => !hidden)
    .map(({ dataset }) => dataset.key);

function type(panel: Widget, text: string): void {
  const input = panel.node.querySelector<HTMLInputElement>('[type="search"]')!;
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

describe('the tree', () => {
  it('shows the way to what can be read first', async () => {
    const { panel } = await setUp();
    expect(item(panel, NORMS)).not.toBeNull();
    expect(item(panel, DOT)).toBeNull();
  });

  it('tells level, place and number of siblings of every row', async () => {
    const { panel } = await setUp();
    panel.restore(ALL_OPEN);
    const norms = item(panel, NORMS)!;
    expect(norms.getAttribute('aria-level')).toBe('4');
    expect(norms.getAttribute('aria-posinset')).toBe('2');
    expect(norms.getAttribute('aria-setsize')).toBe('2');
    expect(norms.hasAttribute('aria-expanded')).toBe(false);
    expect(item(panel, VECTORS)?.getAttribute('aria-expanded')).toBe('true');
  });

  it('keeps the rows in the order of the roadmap, whatever is opened first', async () => {
    const { panel } = await setUp();
    panel.restore({ modules: [] });
    for (const key of [MODULE, NODE, THEORY, VECTORS]) {
      item(panel, key)?.querySelector<HTMLElement>('span')?.click();
    }
    const keys = shown(panel);
    const order = [MODULE, THEORY, VECTORS, NORMS, ASSIGNMENTS, NODE];
    expect(keys.filter(key => order.includes(key!))).toEqual(order);
  });

  it('says in words what the eye sees', async () => {
    const { panel } = await setUp();
    panel.restore(ALL_OPEN);
    expect(label(panel, MODULE)).toBe(
      'Module 1: Foundations, module, beginner, new, 0 of 2 topics mastered, 2 planned, 0 of 4 points'
    );
    expect(label(panel, VECTORS)).toBe(
      'Vectors and matrices, lesson, new, 0 of 2 topics mastered, 90 min'
    );
    expect(label(panel, DOT)).toBe(
      'Dot product, exercise, new, 10 min, difficulty 1 of 5, 2 points'
    );
    expect(label(panel, `${THEORY}/calculus`)).toBe(
      'Calculus, lesson, planned'
    );
    expect(label(panel, REFERENCE)).toBe(
      'A book on vectors, further study, opens in a new tab'
    );
    expect(label(panel, SET)).toBe(
      'Linear algebra, problem set, new, 2 h, 0 of 4 points'
    );
  });

  it('shows a new state as a shape and as a word, and announces it', async () => {
    const { model, panel } = await setUp();
    panel.restore(ALL_OPEN);
    await model.record({
      kind: 'checked',
      exercise: 'linear-algebra#dot',
      passed: true
    });
    const state = item(panel, DOT)?.querySelector<HTMLElement>(
      '.mlcourse-Tree-state'
    );
    expect(state?.dataset).toMatchObject({ state: '3', word: 'practised' });
    expect(label(panel, DOT)).toContain('exercise, practised, ');
    expect(label(panel, SET)).toContain('in progress, 2 h, 2 of 4 points');
    expect(panel.node.lastElementChild?.textContent).toBe(
      'Dot product: practised'
    );
  });

  it('keeps one tab stop, and the focus through a refresh', async () => {
    const { model, panel } = await setUp();
    panel.restore({ modules: [MODULE] });
    item(panel, MODULE)?.focus();
    press('ArrowDown');
    expect(document.activeElement).toBe(item(panel, THEORY));
    await model.refresh();
    expect(document.activeElement).toBe(item(panel, THEORY));
    expect(
      panel.node.querySelectorAll('[role="tree"] [tabindex="0"]')
    ).toHaveLength(1);
  });

  it('asks for the row that is clicked, but not for headings', async () => {
    const { panel } = await setUp();
    panel.restore(ALL_OPEN);
    const opened: string[] = [];
    panel.opened.connect((_, row) => opened.push(row.key));
    for (const key of [VECTORS, DOT, '002-005', MODULE]) {
      item(panel, key)
        ?.querySelector<HTMLElement>('.mlcourse-Tree-title')
        ?.click();
    }
    expect(opened).toEqual([VECTORS, DOT, '002-005']);
    expect(item(panel, MODULE)?.getAttribute('aria-expanded')).toBe('false');
  });

  it('opens references in a tab of their own', async () => {
    const { panel } = await setUp();
    panel.restore(ALL_OPEN);
    const link = item(panel, REFERENCE)?.querySelector('a');
    expect(link?.href).toBe('https://example.org/vectors');
    expect(link?.target).toBe('_blank');
    expect(link?.rel).toContain('noopener');
    const clicked = jest.fn((event: Event) => event.preventDefault());
    link?.addEventListener('click', clicked);
    item(panel, NODE)?.focus();
    panel.rowAt(item(panel, NODE)!);
    item(panel, NODE)?.querySelector<HTMLElement>('span')?.click();
    item(panel, NODE)?.querySelector<HTMLElement>('span')?.click();
    press('ArrowDown');
    press('ArrowDown');
    press('Enter');
    expect(clicked).toHaveBeenCalledTimes(1);
  });

  it('never links to anything but web pages', async () => {
    const { panel } = await setUp(api => {
      const ask = api.roadmap.bind(api);
      api.roadmap = async () =>
        JSON.parse(
          JSON.stringify(await ask()).replace(
            /https:\/\/example/g,
            'javascript:'
          )
        ) as IRoadmap;
    });
    panel.restore(ALL_OPEN);
    const links = panel.node.querySelectorAll('a');
    expect(links).toHaveLength(1);
    expect(links[0].hasAttribute('href')).toBe(false);
  });
});

describe('a roadmap of 1,500 rows', () => {
  const large = (api: FakeApi) => (api.roadmap = async () => largeRoadmap());
  const drawn = (panel: Widget) =>
    panel.node.querySelectorAll('[role="treeitem"]').length;
  const everyRow = {
    modules: largeRoadmap().rows.flatMap(({ key, children }) => [
      key,
      ...children.map(child => child.key)
    ])
  };

  /** Wait until all rows are drawn that are to be drawn. */
  const completed = async (panel: Widget) => {
    let before = -1;
    while (before !== drawn(panel)) {
      before = drawn(panel);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  };

  it('draws what is open, and nothing else', async () => {
    const { panel } = await setUp(large);
    expect(drawn(panel)).toBeLessThan(40);
    item(panel, 'm3')?.querySelector<HTMLElement>('span')?.click();
    expect(item(panel, 'm3/8')).not.toBeNull();
    expect(item(panel, 'm3/8/0')).toBeNull();
    panel.restore(everyRow);
    await completed(panel);
    expect(drawn(panel)).toBe(1500);
  });

  it('draws a screenful first, and all when the keyboard wants to be at the end', async () => {
    const { panel } = await setUp(large);
    panel.restore(everyRow);
    expect(drawn(panel)).toBeLessThan(500);
    panel.node.querySelector<HTMLElement>('[data-key="m0"]')?.focus();
    press('End');
    expect(drawn(panel)).toBe(1500);
    expect((document.activeElement as HTMLElement).dataset.key).toBe('m14/8/9');
    const keys = [
      ...panel.node.querySelectorAll<HTMLElement>('[role="treeitem"]')
    ].map(({ dataset }) => dataset.key);
    expect(keys.indexOf('m7/3/2')).toBe(7 * 100 + 1 + 3 * 11 + 3);
  });

  it('does not draw rows again that stay through a search', async () => {
    const { panel } = await setUp(large);
    panel.restore(everyRow);
    await completed(panel);
    const before = [...panel.node.querySelectorAll('[role="treeitem"]')];
    type(panel, 'topic 7');
    expect(shown(panel)).toHaveLength(15 + 135 + 135);
    type(panel, '');
    const after = [...panel.node.querySelectorAll('[role="treeitem"]')];
    expect(after.every((element, index) => element === before[index])).toBe(
      true
    );
    expect(shown(panel)).toHaveLength(1500);
  });

  it('draws of closed rows only what matches', async () => {
    const { panel } = await setUp(large);
    panel.restore({ modules: [] });
    expect(drawn(panel)).toBe(15);
    type(panel, 'subject 8 module 11');
    expect(drawn(panel)).toBe(16);
  });
});

describe('search', () => {
  it('shows the matches with what is around them, marks them and counts them', async () => {
    const { panel } = await setUp();
    panel.restore({ modules: [] });
    type(panel, 'norms');
    expect(shown(panel)).toEqual([MODULE, THEORY, VECTORS, NORMS, NODE]);
    expect(item(panel, NORMS)?.querySelector('mark')?.textContent).toBe(
      'Norms'
    );
    expect(find(panel, 'Search-count')?.textContent).toBe('2 rows match.');
    type(panel, '');
    panel.restore({ modules: [MODULE, THEORY, VECTORS] });
    expect(item(panel, NORMS)?.innerHTML).not.toContain('mark>');
    expect(find(panel, 'Search-result')?.hidden).toBe(true);
  });

  it('tells places and numbers of what is shown', async () => {
    const { panel } = await setUp();
    type(panel, 'norms');
    expect(item(panel, NORMS)?.getAttribute('aria-posinset')).toBe('1');
    expect(item(panel, NORMS)?.getAttribute('aria-setsize')).toBe('1');
  });

  it('goes down to the first match, and is cleared with Escape', async () => {
    const { panel } = await setUp();
    panel.search();
    type(panel, 'norms');
    press('ArrowDown');
    expect(document.activeElement).toBe(item(panel, NORMS));
    panel.search();
    press('Escape');
    expect(panel.filter.text).toBe('');
    expect(shown(panel).length).toBeGreaterThan(5);
  });

  it('says when nothing matches', async () => {
    const { panel } = await setUp();
    type(panel, 'nonsense');
    expect(shown(panel)).toEqual([]);
    expect(find(panel, 'Search-count')?.textContent).toBe('Nothing matches.');
  });

  it('filters with boxes, and can show everything again', async () => {
    const { panel } = await setUp();
    panel.restore({ modules: [MODULE] });
    const boxes = panel.node.querySelectorAll<HTMLInputElement>(
      '.mlcourse-Search-options input'
    );
    expect([...boxes].map(box => box.labels?.[0].textContent)).toEqual([
      'beginner',
      'expert',
      'not started',
      'in progress',
      'done',
      'show what is planned'
    ]);
    boxes[5].click();
    expect(panel.filter.planned).toBe(false);
    expect(shown(panel)).not.toContain('02-regression');
    expect(find(panel, 'Search-toggle')?.getAttribute('aria-label')).toBe(
      'Filters (one is on)'
    );
    find(panel, 'Search-clear')?.click();
    expect(panel.filter).toEqual(NO_FILTER);
    expect(shown(panel)).toContain('02-regression');
  });

  it('keeps its filter when progress comes in', async () => {
    const { api, model, panel } = await setUp();
    panel.setFilter({ ...NO_FILTER, stages: ['not-started'] });
    const before = shown(panel);
    api.states['linear-algebra#dot'] = 4;
    await model.catchUp();
    expect(shown(panel)).toEqual(before);
    await model.refresh();
    expect(shown(panel)).not.toContain(DOT);
  });
});

describe('the choice of roadmaps', () => {
  const options = (panel: Widget) =>
    [...panel.node.querySelectorAll('[role="option"]')].map(
      option => option.textContent
    );

  it('says for what and for whom each one is, and how much of it is there', async () => {
    const { panel } = await setUp();
    expect(find(panel, 'Picker-button')?.textContent).toBe('The modules');
    expect(options(panel)).toEqual([
      'The modulesAll of it, in order.all levels · 2 of 5 rows ready',
      'The short wayOnly what one needs.beginner · 1 of 2 rows ready'
    ]);
  });

  it('is worked by keyboard', async () => {
    const { model, panel } = await setUp();
    panel.pickRoadmap();
    const button = find(panel, 'Picker-button')!;
    expect(document.activeElement).toBe(button);
    expect(button.getAttribute('aria-expanded')).toBe('true');
    press('ArrowDown');
    expect(button.getAttribute('aria-activedescendant')).toBe(
      panel.node.querySelectorAll('[role="option"]')[1].id
    );
    press('Enter');
    expect(button.getAttribute('aria-expanded')).toBe('false');
    await model.refresh();
    expect(model.roadmap?.roadmap).toBe('short');
    expect(button.textContent).toBe('The short way');
    expect(shown(panel)[0]).toBe('02-regression');
  });

  it('changes nothing on Escape', async () => {
    const { api, panel } = await setUp();
    panel.pickRoadmap();
    press('End');
    press('Escape');
    expect(find(panel, 'Picker-list')?.hidden).toBe(true);
    expect(api.asked).toHaveLength(1);
  });

  it('remembers what was open in each', async () => {
    const { model, panel } = await setUp();
    panel.restore({ modules: [MODULE], short: [] });
    await model.pick('short');
    expect(shown(panel)).toEqual(['02-regression']);
    item(panel, '02-regression')?.querySelector<HTMLElement>('span')?.click();
    await model.pick('modules');
    expect(shown(panel)).toContain(THEORY);
    expect(panel.expanded).toEqual({
      modules: [MODULE],
      short: ['02-regression']
    });
  });
});

describe('where one is', () => {
  const here = (panel: Widget) =>
    [...panel.node.querySelectorAll<HTMLElement>('[aria-current]')].map(
      ({ dataset }) => dataset.key
    );
  const norms = { path: LESSON, cells: ['norms'] };

  it('marks the row of the place, and opens the way to it', async () => {
    const { panel } = await setUp();
    panel.restore({ modules: [MODULE] });
    panel.setPosition({ path: PROBLEMS, cells: ['dot-task'] });
    expect(here(panel)).toEqual([DOT]);
    panel.setPosition(norms);
    expect(here(panel)).toEqual([NODE]);
    panel.setPosition({ path: 'mine.ipynb', cells: [] });
    expect(here(panel)).toEqual([]);
  });

  it('does not move the keyboard', async () => {
    const { panel } = await setUp();
    const outside = document.createElement('button');
    document.body.append(outside);
    outside.focus();
    panel.setPosition({ path: PROBLEMS, cells: ['dot-task'] });
    expect(document.activeElement).toBe(outside);
  });

  it('only marks where following is off', async () => {
    const { panel } = await setUp();
    panel.restore({ modules: [MODULE] });
    panel.follow = false;
    panel.setPosition({ path: PROBLEMS, cells: ['dot-task'] });
    expect(here(panel)).toEqual([ASSIGNMENTS]);
    expect(item(panel, DOT)).toBeNull();
  });

  it('stays through a refresh', async () => {
    const { model, panel } = await setUp();
    panel.setPosition({ path: PROBLEMS, cells: ['dot-task'] });
    await model.refresh();
    expect(here(panel)).toEqual([DOT]);
  });
});

describe('the top of the panel', () => {
  it('says how far one is and what comes next', async () => {
    const { panel } = await setUp();
    expect(find(panel, 'Overview-counts')?.textContent).toBe(
      '0 of 2 topics mastered0 of 2 exercises passed0 of 4 points'
    );
    const next = find(panel, 'Overview-place.mlcourse-mod-next');
    expect(next?.getAttribute('aria-label')).toBe(
      'Next: Dot product – Vectors and matrices'
    );
    expect(find(panel, 'Overview-place.mlcourse-mod-continue')?.hidden).toBe(
      true
    );
    const asked: (string | null)[] = [];
    panel.placeOpened.connect((_, { cell }) => asked.push(cell));
    next?.click();
    expect(asked).toEqual(['dot-product']);
  });

  it('says what is wrong when the server is away, and keeps the tree', async () => {
    const { api, model, panel } = await setUp();
    api.failure = new RequestError('unreachable');
    await model.refresh();
    expect(notice(panel)).toContain('does not answer');
    expect(item(panel, MODULE)).not.toBeNull();
    const retry = find(panel, 'Roadmap-retry');
    expect(retry?.hidden).toBe(false);
    api.failure = null;
    retry?.click();
    await model.refresh();
    expect(notice(panel)).toBe('');
    expect(retry?.hidden).toBe(true);
  });

  it('says what to do where there is no course', async () => {
    const { panel } = await setUp(api => {
      api.roadmap = async () => ({
        workspace: false,
        title: 'Machine learning',
        message: 'Start with mlcourse lab.',
        roadmaps: [],
        roadmap: '',
        rows: [],
        progress: null,
        checks: {},
        topics: {}
      });
    });
    expect(notice(panel)).toBe('Start with mlcourse lab.');
    for (const part of ['Tree', 'Picker', 'Overview', 'Search']) {
      expect(find(panel, part)?.hidden).toBe(true);
    }
  });
});
