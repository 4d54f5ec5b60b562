// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

// JupyterLab and Lumino publish ES modules, which jest has to translate first.
const esModules = [
  '@jupyterlab',
  '@jupyter',
  '@lumino',
  '@microsoft',
  '@rjsf',
  'exenv-es6'
].join('|');

module.exports = {
  testEnvironment: 'jsdom',
  setupFiles: ['<rootDir>/test/setup.ts'],
  testMatch: ['<rootDir>/test/*.spec.ts'],
  transform: {
    '\\.[jt]sx?$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.json' }]
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules})/)`],
  moduleNameMapper: {
    '\\.svg$': '<rootDir>/test/svg.ts',
    // The real package brings React and all of JupyterLab's icons: the browser tests see those.
    '^@jupyterlab/ui-components$': '<rootDir>/test/ui-components.ts'
  }
};
