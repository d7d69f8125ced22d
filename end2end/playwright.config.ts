import os from 'node:os';

import { defineConfig, type ReporterDescription } from '@playwright/test';
import type { Choices } from './fixtures/test';

/** Debian's browser; Playwright's own is never downloaded. */
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';

/** Against an instance that is already running only the tests run that leave it as it is. */
const running = process.env.BASE_URL !== undefined;

const reporters: ReporterDescription[] = [['list'], ['html', { open: 'never' }]];

export default defineConfig<Choices>({
  testDir: 'tests',
  // A test that passes at the second try is a bug.
  retries: 0,
  // Each worker runs its own servers and a browser. One more than processors, because many tests wait for mails; no more
  // than the cluster of the tests has connections for.
  workers: Math.min(os.availableParallelism() + 1, 8),
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  // A first page of a slow machine, the ten seconds in which mails wait, and some room.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: reporters,
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'Europe/Oslo',
    colorScheme: 'light',
    viewport: { width: 1280, height: 800 },
    // A trace of every test takes a fifth of the time of all; `--trace on` makes them when one is needed.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        // Every test has a fresh browser, which would compile the program twice each time: once quickly, once well.
        '--js-flags=--liftoff-only',
      ],
    },
  },
  projects: running
    ? [{ name: 'running', grep: /@anywhere/, testIgnore: 'no_js/**' }]
    : [
        { name: 'default', testIgnore: 'no_js/**' },
        { name: 'no_js', testMatch: 'no_js/**', use: { javaScriptEnabled: false } },
      ],
});
