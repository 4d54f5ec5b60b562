// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { RequestError } from '../src/api';
import { RoadmapModel } from '../src/model';
import { RoadmapPanel } from '../src/panel';
import { FakeApi } from './fixtures';

async function setUp(prepare: (api: FakeApi) => void = () => {}) {
  const api = new FakeApi();
  prepare(api);
  const model = new RoadmapModel(api);
  const panel = new RoadmapPanel(model, nullTranslator.load('mlcourse'));
  panel.hide();
  Widget.attach(panel, document.body);
  expect(api.asked).toBe(0);
  panel.show();
  await model.refresh();
  return { api, model, panel };
}

const item = (panel: Widget, key: string) =>
  panel.node.querySelector<HTMLElement>(`[data-key="${key}"]`);
const notice = (panel: Widget) =>
  panel.node.querySelector('.mlcourse-Roadmap-notice')?.textContent;

describe('RoadmapPanel', () => {
  it('draws nothing inside a closed row before it is opened', async () => {
    const { panel } = await setUp();
    expect(item(panel, 'lesson:vectors')).not.toBeNull();
    expect(item(panel, 'topic:vectors#norms')).toBeNull();
    const caret = '.mlcourse-Tree-caret';
    item(panel, 'lesson:vectors')?.querySelector<HTMLElement>(caret)?.click();
    expect(item(panel, 'topic:vectors#norms')?.ariaLevel ?? '3').toBe('3');
    expect(item(panel, 'topic:vectors#norms')).not.toBeNull();
  });

  it('says the state in words and shows it as an icon', async () => {
    const { model, panel } = await setUp();
    panel.restore(['module:01-foundations', 'problem-set:linear-algebra']);
    const dot = item(panel, 'exercise:linear-algebra#dot');
    expect(dot?.getAttribute('aria-label')).toBe(
      'Dot product, exercise, new, difficulty 1 of 5, about 10 minutes, 2 points'
    );
    await model.record({
      kind: 'checked',
      exercise: 'linear-algebra#dot',
      passed: true
    });
    expect(dot?.getAttribute('aria-label')).toContain(', passed, ');
    expect(
      dot?.querySelector<HTMLElement>('.mlcourse-Tree-icon')?.dataset.icon
    ).toBe('mlcourse:state-passed');
    expect(panel.node.textContent).toContain('1 of 2 exercises passed');
    expect(
      item(panel, 'problem-set:linear-algebra')?.getAttribute('aria-label')
    ).toBe('Linear algebra, problem set, 1 of 2 passed');
  });

  it('keeps one tab stop, and the focus through a refresh', async () => {
    const { model, panel } = await setUp();
    item(panel, 'module:01-foundations')?.focus();
    const press = (key: string) =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true })
      );
    press('ArrowDown');
    expect(document.activeElement).toBe(item(panel, 'lesson:vectors'));
    await model.refresh();
    expect(document.activeElement).toBe(item(panel, 'lesson:vectors'));
    expect(panel.node.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
  });

  it('asks for the row that is clicked', async () => {
    const { panel } = await setUp();
    const opened: string[] = [];
    panel.opened.connect((_, row) => opened.push(row.key));
    const title = '.mlcourse-Tree-title';
    item(panel, 'lesson:vectors')?.querySelector<HTMLElement>(title)?.click();
    expect(opened).toEqual(['lesson:vectors']);
  });

  it('says what is wrong when the server is away, and keeps the tree', async () => {
    const { api, model, panel } = await setUp();
    api.failure = new RequestError('unreachable');
    await model.refresh();
    expect(notice(panel)).toContain('does not answer');
    expect(item(panel, 'lesson:vectors')).not.toBeNull();
    const retry = panel.node.querySelector<HTMLElement>(
      '.mlcourse-Roadmap-retry'
    );
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
        modules: []
      });
    });
    expect(notice(panel)).toBe('Start with mlcourse lab.');
    expect(panel.node.querySelector<HTMLElement>('[role=tree]')?.hidden).toBe(
      true
    );
  });
});
