// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { Printing } from '@jupyterlab/apputils';
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

/** The progress report as a page of its own, which the server makes to be printed and sent. */
export class ReportPage {
  constructor(private readonly _settings: ServerConnection.ISettings) {
    this.url = reportUrl(_settings);
  }

  readonly url: string;

  /** Ask the browser to print it. Rejects when the server does not give it. */
  async print(): Promise<void> {
    // A page that says what is wrong is nothing to print.
    await this._read();
    await Printing.printURL(this.url, this._settings);
  }

  /** Let the browser save it as a file. Rejects when the server does not give it. */
  async save(name: string): Promise<void> {
    const file = URL.createObjectURL(await this._read());
    const link = document.createElement('a');
    link.href = file;
    link.download = name;
    link.click();
    URL.revokeObjectURL(file);
  }

  private async _read(): Promise<Blob> {
    const response = await ServerConnection.makeRequest(
      this.url,
      {},
      this._settings
    );
    if (!response.ok) {
      throw new ServerConnection.ResponseError(response);
    }
    return response.blob();
  }
}

/** The address of that page. */
export function reportUrl({ baseUrl }: ServerConnection.ISettings): string {
  return URLExt.join(baseUrl, 'mlcourse', 'report.html');
}
