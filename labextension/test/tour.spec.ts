// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { nullTranslator } from '@jupyterlab/translation';
import { Tour } from '../src/shell/tour';

const trans = nullTranslator.load('mlcourse');
const dialog = () => document.querySelector<HTMLElement>('[role="dialog"]');
const button = (name: string) =>
  [...document.querySelectorAll<HTMLElement>('[role="dialog"] button')].find(
    one => one.textContent === name && !one.hidden
  );
const title = () => document.querySelector('[role="dialog"] h2')?.textContent;
const press = (key: string, target: Element = document.body) =>
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
  );

let ended = 0;
let tour: Tour;

beforeEach(() => {
  document.body.innerHTML =
    '<button id="before">b</button><div id="panel"><p id="one"></p></div>';
  ended = 0;
  const panel = document.getElementById('panel') as HTMLElement;
  const step = (name: string) => ({
    title: name,
    text: `About ${name}.`,
    anchor: () => document.getElementById(name)
  });
  tour = new Tour([step('one'), step('two')], panel, trans, () => ended++);
  document.getElementById('before')?.focus();
  tour.start();
});

afterEach(() => tour.end());

describe('Tour', () => {
  it('takes the keyboard, keeps it from step to step and gives it back', () => {
    expect(document.activeElement?.textContent).toBe('one');
    expect(dialog()?.hasAttribute('aria-modal')).toBe(false);
    button('Next')?.click();
    expect(document.activeElement?.textContent).toBe('two');
    button('Done')?.click();
    expect(dialog()).toBeNull();
    expect(document.activeElement?.id).toBe('before');
    expect(ended).toBe(1);
  });

  it('marks what a step is about, and only that', () => {
    const marked = () => document.querySelectorAll('.mlcourse-mod-toured');
    expect([...marked()].map(({ id }) => id)).toEqual(['one']);
    button('Next')?.click();
    // What the second step is about is not there: the tour goes on without it.
    expect(title()).toBe('two');
    expect(marked().length).toBe(0);
    button('Back')?.click();
    expect(marked().length).toBe(1);
    tour.end();
    expect(marked().length).toBe(0);
  });

  it('ends with Escape wherever the keyboard is, and with Skip', () => {
    press('Escape', document.getElementById('before') as Element);
    expect(tour.running).toBe(false);
    tour.start();
    button('Skip')?.click();
    expect(tour.running).toBe(false);
    expect(ended).toBe(2);
  });

  it('takes the keyboard from nobody who went elsewhere meanwhile', () => {
    const panel = document.getElementById('panel') as HTMLElement;
    panel.tabIndex = 0;
    panel.focus();
    press('Escape');
    expect(document.activeElement).toBe(panel);
  });

  it('begins anew, and is there only once', () => {
    tour.start();
    expect(document.querySelectorAll('[role="dialog"]').length).toBe(1);
    button('Next')?.click();
    tour.end();
    tour.start();
    expect(title()).toBe('one');
  });
});
