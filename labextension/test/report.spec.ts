// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { RequestError } from '../src/api';
import type { Change, RoadmapModel } from '../src/model';
import { parse, ReportWidget } from '../src/report/widget';
import { Words } from '../src/words';

// The real package brings dialogs, toolbars and React; of it only a symbol is used.
jest.mock('@jupyterlab/apputils', () => ({
  Printing: { symbol: Symbol('print') }
}));

const trans = nullTranslator.load('mlcourse');

async function setUp() {
  const server = { asked: 0, failure: null as Error | null, html: '<p>4</p>' };
  const api = {
    report: async () => {
      server.asked += 1;
      if (server.failure) {
        throw server.failure;
      }
      return { title: 'Progress', html: server.html };
    }
  };
  const done: string[] = [];
  const page = {
    print: async () => void done.push('print'),
    save: async (name: string) => void done.push(`save ${name}`)
  };
  const course = { changed: new Signal<RoadmapModel, Change>({} as never) };
  const words = new Words(trans, {} as RoadmapModel);
  const widget = new ReportWidget(api, course, page, words, trans);
  widget.hide();
  Widget.attach(widget, document.body);
  expect(server.asked).toBe(0);
  widget.show();
  await new Promise(resolve => setTimeout(resolve));
  const button = (label: string) =>
    [...widget.node.querySelectorAll('button')].find(
      ({ textContent }) => textContent === label
    )!;
  return { button, course, done, server, widget };
}

describe('ReportWidget', () => {
  it('shows the report when it comes into sight', async () => {
    const { server, widget } = await setUp();
    expect(server.asked).toBe(1);
    expect(widget.node.querySelector('p')?.textContent).toBe('4');
  });

  it('reads it again after progress, once', async () => {
    jest.useFakeTimers();
    const setting = setUp();
    await jest.advanceTimersByTimeAsync(1);
    const { course, server, widget } = await setting;
    server.html = '<p>5</p>';
    course.changed.emit({ kind: 'progress' });
    course.changed.emit({ kind: 'progress' });
    await jest.advanceTimersByTimeAsync(2000);
    expect(server.asked).toBe(2);
    expect(widget.node.querySelector('p')?.textContent).toBe('5');
    jest.useRealTimers();
  });

  it('prints and saves the page of its own', async () => {
    const { button, done } = await setUp();
    button('Print').click();
    button('Save as HTML').click();
    expect(done).toEqual(['print', 'save my-progress.html']);
  });

  it('keeps the report when the server is away, says so and tries again', async () => {
    const { button, server, widget } = await setUp();
    server.failure = new RequestError('unreachable');
    await widget.refresh();
    expect(widget.node.textContent).toContain('does not answer');
    expect(widget.node.querySelector('p')?.textContent).toBe('4');
    server.failure = null;
    button('Try again').click();
    await widget.refresh();
    expect(widget.node.textContent).not.toContain('does not answer');
    expect(button('Try again').hidden).toBe(true);
  });

  it('takes no scripts in', () => {
    const [article] = parse(
      '<article><script>throw 1</script><p>fine</p></article>'
    );
    expect(article.querySelector('script')).toBeNull();
    expect(article.textContent).toBe('fine');
  });
});
