// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { defineConfig } from '@playwright/test';
import { accessSync, constants } from 'fs';
import path from 'path';

const NAMES = ['chromium', 'google-chrome', 'chromium-browser'];

/** The browser to use: MLCOURSE_CHROMIUM, or the first that is installed. */
function findBrowser(): string {
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap(folder => NAMES.map(name => path.join(folder, name)));
  const wanted = process.env.MLCOURSE_CHROMIUM;
  const places = wanted ? [wanted] : ['/usr/bin/chromium', ...onPath];
  const found = places.find(isExecutable);
  if (!found) {
    throw new Error(
      wanted
        ? `MLCOURSE_CHROMIUM names ${wanted}, which is no program.`
        : 'There is no Chromium: install it, or name one in MLCOURSE_CHROMIUM.'
    );
  }
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export default defineConfig({
  testDir: '.',
  // benchmarks/browser.py measures instead of testing.
  testMatch: process.env.MLCOURSE_BENCHMARK ? '*.bench.ts' : '*.spec.ts',
  globalSetup: './server.ts',
  outputDir: '../../labextension/test-results',
  // The tests share one learner's workspace, and the machine has few cores.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findBrowser(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  }
});
