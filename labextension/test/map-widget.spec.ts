// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { type IPlace, type ITarget, RequestError } from '../src/api';
import { search } from '../src/map/combobox';
import { Graph } from '../src/map/graph';
import { MapModel, type View } from '../src/map/model';
import { MapWidget, whereOneIs } from '../src/map/widget';
import { MapWords } from '../src/map/words';
import type { Change, RoadmapModel } from '../src/model';
import { Words } from '../src/words';
import { FakeMapApi, smallMap, studyPath } from './map-fixtures';

const trans = nullTranslator.load('mlcourse');
const words = new MapWords(trans, new Words(trans, {} as RoadmapModel));
const target = (lesson: string) =>
  smallMap().nodes.find(node => node.lesson === lesson)!.target!;
const place = (lesson: string): IPlace => ({
  kind: 'topic',
  title: '',
  within: '',
  target: { ...target('vectors'), lesson }
});

class FakeCourse {
  readonly changed = new Signal<RoadmapModel, Change>(this as never);
  progress: RoadmapModel['progress'] = null;
}

async function setUp(view: View = 'map') {
  const api = new FakeMapApi();
  const course = new FakeCourse();
  const model = new MapModel(api, {
    first: '',
    current: '',
    record: async () => true,
    show: async () => {}
  });
  model.show(view);
  const opened: ITarget[] = [];
  const open = async (target: ITarget) => void opened.push(target);
  const widget = new MapWidget(model, course, words, open);
  widget.hide();
  Widget.attach(widget, document.body);
  expect(api.asked).toEqual([]);
  widget.show();
  await model.refresh();
  const find = (selector: string) =>
    widget.node.querySelector<HTMLElement>(selector)!;
  return { api, course, find, model, opened, widget };
}

const box = (lesson: string) => `.mlcourse-Map-box[data-lesson="${lesson}"]`;
const press = (key: string) =>
  document.activeElement!.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
  );

describe('the words of the map', () => {
  const graph = new Graph(smallMap());

  it('say of a lesson what the eye sees', () => {
    expect(words.label(graph.node('calculus')!, graph)).toBe(
      'Calculus, module 1, 60 minutes, practised; needs Vectors'
    );
    expect(words.label(graph.node('vectors')!, graph)).toBe(
      'Vectors, module 1, 60 minutes, mastered'
    );
  });

  it('say how long the way to a goal is', () => {
    expect(words.path(studyPath(smallMap(), 'regression'))).toEqual([
      '1 lesson left, about 1 h with its exercises.',
      'You have mastered 1 lesson of it already.',
      '1 of them is planned and not written yet.'
    ]);
    expect(words.path(studyPath(smallMap(), 'vectors'))).toEqual([
      'You have mastered all of it.'
    ]);
  });

  it('say hours and minutes', () => {
    expect([45, 120, 870].map(minutes => words.duration(minutes))).toEqual([
      '45 min',
      '2 h',
      '14 h 30 min'
    ]);
  });
});

describe('where one is', () => {
  const graph = new Graph(smallMap());

  it('is where one left off, else what comes next, else the first lesson left', () => {
    const next = place('probability');
    expect(whereOneIs(graph, { last: place('calculus'), next })).toBe(
      'calculus'
    );
    expect(whereOneIs(graph, { last: null, next })).toBe('probability');
    expect(whereOneIs(graph, { last: place('gone'), next: null })).toBe(
      'calculus'
    );
    expect(whereOneIs(graph, null)).toBe('calculus');
  });
});

describe('the search for a goal', () => {
  const groups = [
    {
      title: 'Lessons',
      choices: [
        { id: 'a', title: 'Naïve Bayes', note: 'module 2' },
        { id: 'b', title: 'Linear regression', note: 'module 2' }
      ]
    }
  ];

  it('finds every word, without accents and case', () => {
    const found = (text: string) =>
      search(groups, text).flatMap(({ choices }) => choices.map(c => c.id));
    expect(found('NAIVE')).toEqual(['a']);
    expect(found('2 reg')).toEqual(['b']);
    expect(found('')).toEqual(['a', 'b']);
    expect(search(groups, 'nothing')).toEqual([]);
  });
});

describe('MapWidget', () => {
  it('has one tab stop among the boxes, which the arrow keys move', async () => {
    const { find, widget } = await setUp();
    expect(
      widget.node.querySelectorAll('.mlcourse-Map-box[tabindex="0"]')
    ).toHaveLength(1);
    // Nothing has a size here, which the focus does not mind.
    jest
      .spyOn(find('.mlcourse-Map-port'), 'clientWidth', 'get')
      .mockReturnValue(500);
    jest
      .spyOn(find('.mlcourse-Map-port'), 'clientHeight', 'get')
      .mockReturnValue(400);
    widget.processMessage(Widget.ResizeMessage.UnknownSize);
    find(box('vectors')).focus();
    press('ArrowRight');
    expect(document.activeElement).toBe(find(box('calculus')));
    press('p');
    expect(document.activeElement).toBe(find(box('probability')));
    // Moving on ends what was typed: the next letter begins another word.
    press('Home');
    press('p');
    expect(document.activeElement).toBe(find(box('probability')));
    expect(find('[tabindex="0"].mlcourse-Map-box')).toBe(
      document.activeElement
    );
  });

  it('points out what a lesson needs and what builds on it', async () => {
    const { find } = await setUp();
    find(box('calculus')).focus();
    expect(find('.mlcourse-Map-box.mlcourse-mod-needed')).toBe(
      find(box('vectors'))
    );
    find(box('vectors')).focus();
    expect(
      find('.mlcourse-Map-boxes').querySelectorAll('.mlcourse-mod-next')
    ).toHaveLength(2);
  });

  it.each(['map', 'list'] as View[])(
    'opens a lesson, and says of a planned one that it is (%s)',
    async view => {
      const { find, opened, widget } = await setUp(view);
      const button = (lesson: string) =>
        view === 'map'
          ? find(box(lesson))
          : find(`.mlcourse-Map-open[data-lesson="${lesson}"]`);
      button('calculus').click();
      expect(opened).toEqual([target('calculus')]);
      button('regression').click();
      expect(opened).toHaveLength(1);
      expect(widget.node.textContent).toContain(
        '“Linear regression” is planned and not written yet.'
      );
    }
  );

  it('tells the same in the list as in the map', async () => {
    const { find } = await setUp('list');
    const list = find('.mlcourse-Map-list');
    expect(list.querySelectorAll('h3')).toHaveLength(2);
    const item = find('.mlcourse-Map-open[data-lesson="calculus"]').closest(
      'li'
    )!;
    for (const fact of ['practised · 60 min', 'Needs: Vectors', 'will know']) {
      expect(item.textContent).toContain(fact);
    }
    expect(item.textContent).not.toContain('Leads to');
  });

  it('shows the way to a goal in order, and marks it on the map', async () => {
    const { find, model, widget } = await setUp();
    await model.choose('regression');
    const steps = widget.node.querySelectorAll('.mlcourse-Map-steps > li');
    expect([...steps].map(step => step.textContent)).toEqual([
      'Linear regressionplanned · 60 min · module 2'
    ]);
    expect(find(box('vectors')).className).toContain('mlcourse-mod-onPath');
    expect(find(box('calculus')).className).not.toContain('onPath');
    expect(find('.mlcourse-Combobox-input')).toHaveProperty(
      'value',
      'Linear regression'
    );
  });

  it('reads the map again when there is progress, once, and only in sight', async () => {
    jest.useFakeTimers();
    const { api, course, find, widget } = await setUp();
    const before = api.asked.length;
    api.setState('probability', 2);
    for (let time = 0; time < 5; time++) {
      course.changed.emit({ kind: 'progress' });
    }
    await jest.advanceTimersByTimeAsync(1000);
    expect(api.asked.length).toBe(before + 1);
    expect(find(box('probability')).textContent).toContain('in progress');
    widget.hide();
    course.changed.emit({ kind: 'progress' });
    await jest.advanceTimersByTimeAsync(1000);
    expect(api.asked.length).toBe(before + 1);
    widget.show();
    expect(api.asked.length).toBe(before + 2);
    jest.useRealTimers();
  });

  it('says what is wrong when the server is away, and tries again', async () => {
    const { api, find, model } = await setUp();
    api.failure = new RequestError('unreachable');
    await model.refresh();
    expect(find('.mlcourse-Map-notice').textContent).toContain(
      'does not answer'
    );
    const retry = find('.mlcourse-Map-news button');
    expect(retry.hidden).toBe(false);
    api.failure = null;
    retry.click();
    await model.refresh();
    expect(find('.mlcourse-Map-notice').textContent).toBe('');
    expect(retry.hidden).toBe(true);
  });
});
