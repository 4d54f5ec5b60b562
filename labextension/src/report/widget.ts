// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { Printing } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { type ICourseApi, RequestError } from '../api';
import type { Change, RoadmapModel } from '../model';
import type { Words } from '../words';
import type { ReportPage } from './page';

/** Milliseconds to wait for more news before the report is read again. */
const CALM = 500;

/** The progress page, as the server writes it. It asks the server only while it is in sight. */
export class ReportWidget extends Widget {
  constructor(
    private readonly _api: Pick<ICourseApi, 'report'>,
    course: Pick<RoadmapModel, 'changed'>,
    private readonly _page: Pick<ReportPage, 'print' | 'save'>,
    private readonly _words: Pick<Words, 'failure'>,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('mlcourse-Progress');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _trans.__('Progress'));
    this._notice.className = 'mlcourse-Progress-notice';
    this._notice.setAttribute('role', 'status');
    this._retry = this._button(_trans.__('Try again'), () => this.refresh());
    this._retry.hidden = true;
    this._body.className = 'mlcourse-Progress-body';
    // Scrolled by keyboard too.
    this._body.tabIndex = 0;
    this._body.setAttribute('role', 'group');
    this._body.setAttribute('aria-label', _trans.__('Report'));

    const bar = document.createElement('div');
    bar.className = 'mlcourse-Progress-bar';
    bar.append(
      this._button(_trans.__('Print'), () => this._do(() => _page.print())),
      this._button(_trans.__('Save as HTML'), () =>
        this._do(() => _page.save(_trans.__('my-progress.html')))
      ),
      this._button(_trans.__('Refresh'), () => this.refresh())
    );
    this.node.append(bar, this._notice, this._retry, this._body);
    course.changed.connect(this._onCourse, this);
  }

  /** What JupyterLab's own "Print" prints. */
  [Printing.symbol](): () => Promise<void> {
    return () => this._do(() => this._page.print());
  }

  /** Read the report again. Never rejects: the page says what went wrong. */
  refresh(): Promise<void> {
    this._stale = false;
    this._reading ??= this._read().finally(() => {
      this._reading = null;
      this._update();
    });
    this._update();
    return this._reading;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      window.clearTimeout(this._timer);
      Signal.clearData(this);
      super.dispose();
    }
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this._onSight();
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._onSight();
  }

  protected override onActivateRequest(msg: Message): void {
    super.onActivateRequest(msg);
    this._body.focus();
  }

  private _onSight(): void {
    if (this.isVisible && this._stale) {
      void this.refresh();
    }
  }

  private _onCourse(_: unknown, { kind }: Change): void {
    if (kind === 'connection') {
      return;
    }
    this._stale = true;
    // News come in showers: one request serves all of them.
    window.clearTimeout(this._timer);
    this._timer = window.setTimeout(() => this._onSight(), CALM);
  }

  private async _read(): Promise<void> {
    try {
      const { html } = await this._api.report();
      const top = this._body.scrollTop;
      this._body.replaceChildren(...parse(html));
      this._body.scrollTop = top;
      this._error = null;
    } catch (error) {
      this._error =
        error instanceof RequestError ? error : new RequestError('fault');
    }
  }

  private async _do(action: () => Promise<void>): Promise<void> {
    try {
      await action();
      this._error = null;
    } catch {
      this._error = new RequestError('unreachable');
    }
    this._update();
  }

  private _update(): void {
    const first = this._body.childElementCount === 0 && this._reading !== null;
    this.node.setAttribute('aria-busy', `${this._reading !== null}`);
    this._retry.hidden = this._error === null || this._reading !== null;
    if (this._error) {
      this._notice.textContent = this._words.failure(this._error);
    } else {
      this._notice.textContent = first
        ? this._trans.__('Reading your progress…')
        : '';
    }
    this._notice.classList.toggle('mlcourse-mod-warning', this._error !== null);
  }

  private _button(label: string, onClick: () => void): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'mlcourse-Progress-button';
    button.textContent = label;
    button.addEventListener('click', onClick);
    return button;
  }

  private readonly _notice = document.createElement('div');
  private readonly _retry: HTMLButtonElement;
  private readonly _body = document.createElement('div');
  private _error: RequestError | null = null;
  private _reading: Promise<void> | null = null;
  /** Whether something has happened since the report was read. */
  private _stale = true;
  private _timer = 0;
}

/** The elements of a fragment of the server's. It has no scripts; if it had, they would not run. */
export function parse(html: string): readonly Element[] {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  body.querySelectorAll('script').forEach(script => script.remove());
  return [...body.children].map(element => document.importNode(element, true));
}
