// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { LabIcon } from '@jupyterlab/ui-components';

export function div(className: string): HTMLDivElement {
  const element = document.createElement('div');
  element.className = className;
  return element;
}

export function text(
  tag: 'h2' | 'h3' | 'p' | 'span',
  className: string,
  content = ''
): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = content;
  return element;
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K
): SVGElementTagNameMap[K] {
  return document.createElementNS('http://www.w3.org/2000/svg', tag);
}

export function button(
  className: string,
  label: string,
  onClick: () => void
): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = className;
  element.textContent = label;
  element.addEventListener('click', onClick);
  return element;
}

/** A button that shows only an icon; its label is said, and shown as a tip. */
export function iconButton(
  icon: LabIcon,
  label: string,
  onClick: () => void
): HTMLButtonElement {
  const element = button('mlcourse-Map-iconButton', '', onClick);
  element.setAttribute('aria-label', label);
  element.title = label;
  icon.element({
    container: element.appendChild(document.createElement('span'))
  });
  return element;
}
