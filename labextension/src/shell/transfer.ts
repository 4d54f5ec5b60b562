// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import { RequestError } from '../api';

/** The largest file that the server takes, in bytes. */
export const LARGEST = 32 * 1024 * 1024;

/** What became of the events in a file. */
export interface IImported {
  readonly added: number;
  /** They were there before. */
  readonly known: number;
  /** They are no events of this course. */
  readonly left_out: number;
}

/**
 * Read one's progress, as a file to keep.
 *
 * @throws RequestError when the server does not give it
 */
export async function exportProgress(
  settings: ServerConnection.ISettings
): Promise<Blob> {
  return (await request(settings, 'export', { method: 'GET' })).blob();
}

/**
 * Add the progress in a file to one's own.
 *
 * @throws RequestError when the server does not take it; its message says why
 */
export async function importProgress(
  settings: ServerConnection.ISettings,
  file: Blob
): Promise<IImported> {
  const response = await request(settings, 'import', {
    method: 'POST',
    headers: { 'Content-Type': 'application/jsonl' },
    body: file
  });
  return (await response.json()) as IImported;
}

async function request(
  settings: ServerConnection.ISettings,
  route: string,
  init: RequestInit
): Promise<Response> {
  const url = URLExt.join(settings.baseUrl, 'mlcourse', route);
  let response: Response;
  try {
    response = await ServerConnection.makeRequest(url, init, settings);
  } catch {
    throw new RequestError('unreachable');
  }
  if (!response.ok) {
    const body = await response.json().catch(() => null);
    const message = (body as { message?: unknown } | null)?.message;
    throw new RequestError(
      response.status < 500 ? 'refused' : 'fault',
      typeof message === 'string' ? message : ''
    );
  }
  return response;
}

/** Hand a file to the browser, to be saved where it saves files. */
export function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Ask for a file on one's own machine; null when none is chosen. */
export function chooseFile(accept: string): Promise<File | null> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  return new Promise(resolve => {
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}
