// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

/** As much of an icon as the views use. */
export class LabIcon {
  constructor(readonly options: { name: string; svgstr: string }) {}

  element({ container }: { container: HTMLElement }): HTMLElement {
    container.dataset.icon = this.options.name;
    return container;
  }
}

const icon = (name: string) => new LabIcon({ name, svgstr: '' });

export const caretDownIcon = icon('caret-down');
export const caretRightIcon = icon('caret-right');
export const refreshIcon = icon('refresh');
