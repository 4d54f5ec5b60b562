// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

/** Make an element with a class. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = ''
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/** Make a button that submits nothing. */
export function makeButton(className: string, text = ''): HTMLButtonElement {
  const button = make('button', className, text);
  button.type = 'button';
  return button;
}
