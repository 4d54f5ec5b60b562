// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { ServerConnection } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import { describeFailure, describeImport } from '../src/shell/messages';
import { exportProgress, importProgress } from '../src/shell/transfer';

jest.mock('@jupyterlab/services', () => ({
  ServerConnection: { makeRequest: jest.fn() }
}));

const makeRequest = ServerConnection.makeRequest as jest.Mock;
const settings = {
  baseUrl: 'http://localhost/user/ada/'
} as ServerConnection.ISettings;
const trans = nullTranslator.load('mlcourse');

beforeEach(() => makeRequest.mockReset());

describe('transfer', () => {
  it('brings the file as the server gives it', async () => {
    const file = new Blob(['{}']);
    makeRequest.mockResolvedValueOnce({ ok: true, blob: async () => file });
    expect(await exportProgress(settings)).toBe(file);
    expect(makeRequest.mock.calls[0][0]).toBe(
      'http://localhost/user/ada/mlcourse/export'
    );
  });

  it('sends the file as it is, and gives the counts back', async () => {
    const counts = { added: 2, known: 1, left_out: 0 };
    makeRequest.mockResolvedValueOnce({ ok: true, json: async () => counts });
    const file = new Blob(['{}']);
    expect(await importProgress(settings, file)).toEqual(counts);
    const [, init] = makeRequest.mock.calls[0];
    expect([init.method, init.body]).toEqual(['POST', file]);
  });

  it('says what the server says when it refuses', async () => {
    makeRequest.mockResolvedValueOnce({
      ok: false,
      status: 400,
      json: async () => ({ message: 'Line 3 is not JSON.' })
    });
    const error = await importProgress(settings, new Blob()).catch(e => e);
    expect(describeFailure('It failed.', error, trans)).toBe(
      'It failed. Line 3 is not JSON.'
    );
  });

  it('says so when the server is not there', async () => {
    makeRequest.mockRejectedValueOnce(new TypeError());
    const error = await exportProgress(settings).catch(e => e);
    expect(describeFailure('It failed.', error, trans)).toContain(
      'does not answer'
    );
  });

  it.each([
    [{ added: 1, known: 0, left_out: 0 }, 'One entry was added.'],
    [
      { added: 0, known: 7, left_out: 2 },
      '0 entries were added. 7 were known already. 2 were left out: they are not of this course.'
    ]
  ])('tells %j in words', (result, words) => {
    expect(describeImport(result, trans)).toBe(words);
  });
});
