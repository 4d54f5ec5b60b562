// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { landOn } from './landing';
import type { ITarget } from './api';

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
 * A new tab finds the cell to land on in its address; one that is open already is told by message, as a
 * change of its address would make Notebook build the document a second time, out of sight.
 */
export class PageNavigation implements INavigation {
  constructor(private readonly _notebooks: INotebookTracker | null) {
    _notebooks?.widgetAdded.connect((_, panel) => {
      const { hash } = window.location;
      if (hash.startsWith(HASH)) {
        void arrive(panel, decodeURIComponent(hash.slice(HASH.length)));
      }
    });
    window.addEventListener('message', ({ origin, data }) => {
      const here = _notebooks?.currentWidget;
      const cell = (data as Partial<ILandMessage> | null)?.mlcourseCell;
      if (here && origin === window.location.origin && cell) {
        void arrive(here, cell);
      }
    });
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
    // Without an address this gives the tab of that name as it is, or a blank one.
    const tab = window.open('', `mlcourse:${path}`);
    if (tab === null) {
      return 'not-opened';
    }
    if (isAt(tab, page)) {
      const message: ILandMessage = { mlcourseCell: cell };
      tab.postMessage(message, window.location.origin);
    } else {
      const hash = cell === null ? '' : HASH + encodeURIComponent(cell);
      tab.location.href = page + hash;
    }
    tab.focus();
    return 'there';
  }
}

/** Asks the tab of a notebook to land on one of its cells. */
interface ILandMessage {
  mlcourseCell: string | null;
}

function isAt(tab: Window, page: string): boolean {
  try {
    return (
      tab.location.pathname === new URL(page, window.location.href).pathname
    );
  } catch {
    // It shows a page of another site by now, and may not be asked which.
    return false;
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
