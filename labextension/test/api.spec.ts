// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { ServerConnection } from '@jupyterlab/services';
import { CourseApi } from '../src/api';
import { gradeOf, roadmap } from './fixtures';

jest.mock('@jupyterlab/services', () => ({
  ServerConnection: { makeRequest: jest.fn() }
}));

const makeRequest = ServerConnection.makeRequest as jest.Mock;
const settings = { baseUrl: 'http://localhost/user/ada/' };
const api = new CourseApi(settings as ServerConnection.ISettings);

function answer(status: number, body: unknown): void {
  makeRequest.mockResolvedValueOnce({
    ok: status < 400,
    status,
    json: async () => {
      if (body === undefined) {
        throw new SyntaxError('This is no JSON.');
      }
      return body;
    }
  });
}

describe('CourseApi', () => {
  beforeEach(() => makeRequest.mockReset());

  it('asks for the roadmap under the base URL', async () => {
    answer(200, roadmap());
    await expect(api.roadmap()).resolves.toEqual(roadmap());
    const [url, init] = makeRequest.mock.calls[0];
    expect(url).toBe('http://localhost/user/ada/mlcourse/roadmap');
    expect(init.method).toBe('GET');
  });

  it('asks for a roadmap by its id', async () => {
    answer(200, roadmap());
    await api.roadmap('nine parts');
    const [url] = makeRequest.mock.calls[0];
    expect(url).toMatch(/\/roadmap\?id=nine%20parts$/);
  });

  it('sends events and gives the progress back', async () => {
    const event = { kind: 'checked', exercise: 'a#b', passed: true } as const;
    const { progress } = roadmap();
    answer(200, progress);
    await expect(api.send([event], 'modules')).resolves.toEqual(progress);
    const [url, init] = makeRequest.mock.calls[0];
    expect(url).toBe(
      'http://localhost/user/ada/mlcourse/events?roadmap=modules'
    );
    expect(JSON.parse(init.body)).toEqual({ events: [event] });
  });

  it('stops the grading of a problem set', async () => {
    answer(200, gradeOf(null, { stopped: true }));
    await api.stopGrading('linear algebra');
    const [url, init] = makeRequest.mock.calls[0];
    expect(url).toMatch(/\/mlcourse\/grade\?problem_set=linear%20algebra$/);
    expect(init.method).toBe('DELETE');
  });

  it.each([
    [404, undefined, 'missing', ''],
    [404, { message: 'No workspace.' }, 'refused', 'No workspace.'],
    [400, { message: 'No such exercise.' }, 'refused', 'No such exercise.'],
    [403, undefined, 'fault', ''],
    [507, { message: 'The disk is full.' }, 'fault', 'The disk is full.'],
    [200, undefined, 'fault', ''],
    [200, { rows: 'many' }, 'fault', '']
  ])(
    'reads status %i with %j as %s',
    async (status, body, failure, message) => {
      answer(status, body);
      await expect(api.roadmap()).rejects.toMatchObject({ failure, message });
    }
  );

  it('tells that there was no answer', async () => {
    makeRequest.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    await expect(api.roadmap()).rejects.toMatchObject({
      failure: 'unreachable'
    });
  });
});
