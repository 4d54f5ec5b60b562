// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { landOn } from './landing';
import type { ITarget } from './tree';

/** How going somewhere ended. */
export type Arrival = 'there' | 'not-opened' | 'cell-missing';

/** Opens notebooks at a cell. */
export interface INavigation {
  /** Never rejects. */
  go(target: ITarget): Promise<Arrival>;
}

const HASH = '#cell-id=';

/** JupyterLab: notebooks open beside each other in the main area. */
export class LabNavigation implements INavigation {
  constructor(private readonly _documents: IDocumentManager) {}

  async go({ path, cell }: ITarget): Promise<Arrival> {
    const panel = this._documents.openOrReveal(path, 'Notebook');
    return panel ? arrive(panel as NotebookPanel, cell) : 'not-opened';
  }
}

/**
 * Notebook 7: one document per page, so another notebook means another browser tab, one per notebook.
 * The cell to land on travels in the address.
 */
export class PageNavigation implements INavigation {
  constructor(private readonly _notebooks: INotebookTracker | null) {
    _notebooks?.widgetAdded.connect((_, panel) => this._follow(panel));
    window.addEventListener('hashchange', () =>
      this._follow(_notebooks?.currentWidget ?? null)
    );
  }

  async go({ path, cell }: ITarget): Promise<Arrival> {
    const here = this._notebooks?.currentWidget ?? null;
    if (here?.context.localPath === path) {
      return arrive(here, cell);
    }
    const page = URLExt.join(
      PageConfig.getBaseUrl(),
      'notebooks',
      URLExt.encodeParts(path)
    );
    const hash = cell === null ? '' : HASH + encodeURIComponent(cell);
    return window.open(page + hash, `mlcourse:${path}`)
      ? 'there'
      : 'not-opened';
  }

  private _follow(panel: NotebookPanel | null): void {
    const { hash } = window.location;
    if (panel && hash.startsWith(HASH)) {
      void arrive(panel, decodeURIComponent(hash.slice(HASH.length)));
    }
  }
}

async function arrive(
  panel: NotebookPanel,
  cell: string | null
): Promise<Arrival> {
  try {
    await panel.context.ready;
    const found = cell === null || (await landOn(panel, cell));
    return found ? 'there' : 'cell-missing';
  } catch {
    // JupyterLab has shown its own dialog with the reason.
    return 'not-opened';
  }
}
