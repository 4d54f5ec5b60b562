// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { type ChildProcess, spawn } from 'child_process';
import { randomBytes } from 'crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync } from 'fs';
import { rm } from 'fs/promises';
import { createServer, type AddressInfo } from 'net';
import { tmpdir } from 'os';
import path from 'path';

/** Milliseconds that the course and JupyterLab may take to be there. */
const START = 180_000;
/** Milliseconds that JupyterLab may take to end by itself, kernels included. */
const STOP = 15_000;

const PROJECT = path.resolve(__dirname, '../..');

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Jupyter's folders in a scratch place: nobody's own settings change the tests, or are changed by them. */
function jupyterFolders(scratch: string): Record<string, string> {
  const folders = {
    JUPYTER_CONFIG_DIR: path.join(scratch, 'config'),
    JUPYTER_DATA_DIR: path.join(scratch, 'data'),
    JUPYTER_RUNTIME_DIR: path.join(scratch, 'runtime'),
    IPYTHONDIR: path.join(scratch, 'ipython')
  };
  Object.values(folders).forEach(folder => mkdirSync(folder));
  return folders;
}

function start(scratch: string, port: number, token: string): ChildProcess {
  const python = process.env.MLCOURSE_PYTHON ?? 'python3';
  const options = [
    '--no-browser',
    '--allow-root',
    '--ServerApp.ip=127.0.0.1',
    `--port=${port}`,
    '--ServerApp.port_retries=0',
    `--IdentityProvider.token=${token}`,
    '--LabApp.expose_app_in_browser=True',
    '--LabApp.news_url=None',
    '--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate'
  ];
  const workspace = path.join(scratch, 'workspace');
  const log = openSync(path.join(scratch, 'server.log'), 'w');
  const server = spawn(
    python,
    ['-m', 'mlcourse.cli', 'lab', workspace, '--', ...options],
    {
      cwd: PROJECT,
      env: { ...process.env, ...jupyterFolders(scratch) },
      stdio: ['ignore', log, log]
    }
  );
  closeSync(log);
  return server;
}

async function answers(url: string, token: string): Promise<boolean> {
  try {
    const headers = { Authorization: `token ${token}` };
    return (await fetch(`${url}/mlcourse/roadmap`, { headers })).ok;
  } catch {
    return false;
  }
}

async function waitFor(
  server: ChildProcess,
  ready: () => Promise<boolean>
): Promise<boolean> {
  const deadline = Date.now() + START;
  while (server.exitCode === null && Date.now() < deadline) {
    if (await ready()) {
      return true;
    }
    await new Promise(resolve => setTimeout(resolve, 300));
  }
  return false;
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) {
    return;
  }
  const ended = new Promise(resolve => server.once('exit', resolve));
  server.kill('SIGTERM');
  const killer = setTimeout(() => server.kill('SIGKILL'), STOP);
  await ended;
  clearTimeout(killer);
}

/** Make a learner's workspace and start JupyterLab on it, as a learner would; stop it after the tests. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'mlcourse-browser-'));
  const port = await freePort();
  const token = randomBytes(24).toString('hex');
  const url = `http://127.0.0.1:${port}`;
  const server = start(scratch, port, token);
  // A run that is cut short must leave no server behind.
  const killNow = () => server.kill('SIGKILL');
  process.once('exit', killNow);
  const finish = async () => {
    await stop(server);
    process.off('exit', killNow);
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  };
  if (!(await waitFor(server, () => answers(url, token)))) {
    const log = readFileSync(path.join(scratch, 'server.log'), 'utf8');
    await finish();
    throw new Error(`“mlcourse lab” did not come up:\n${log}`);
  }
  // Test processes inherit these.
  process.env.MLCOURSE_TEST_URL = url;
  process.env.MLCOURSE_TEST_TOKEN = token;
  process.env.MLCOURSE_TEST_CONFIG = path.join(scratch, 'config');
  return finish;
}
