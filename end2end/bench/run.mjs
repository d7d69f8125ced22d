/**
 * What a visit costs in a browser: bytes of the first load by type, and the time until the page answers, each beside a
 * baseline from the same run: the same page with JavaScript switched off, and without the slow-down of the processor.
 * Then what a language costs: the texts that every page carries, beside English.
 *
 * `cargo xtask bench` runs it with the release in ROLLCALL_BIN; it starts that on a data folder of its own.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';

import { chromium } from '@playwright/test';

/** Runs of each measurement; the median is printed. */
const RUNS = 5;
/** A slow phone, as Lighthouse has it. */
const SLOW_DOWN = 4;
/** No long task for so long: the page is at rest. Milliseconds. */
const QUIET = 1000;
const USERS = '1000';
const PASSWORD = 'copper lantern drifts 41';

const program = process.env.ROLLCALL_BIN;
if (!program) throw new Error('ROLLCALL_BIN names the program to measure; `cargo xtask bench` sets it');

const folder = mkdtempSync(path.join(os.tmpdir(), 'rollcall-bench-'));
const port = await freePort();
const url = `http://localhost:${port}`;
const env = {
  PATH: process.env.PATH, DATA_DIR: folder, LISTEN_ADDR: `127.0.0.1:${port}`, BASE_URL: url, LOG_FORMAT: 'json',
  RUST_LOG: 'warn',
};

const seeded = execFileSync(program, ['seed', '--users', USERS], { env, cwd: folder, encoding: 'utf8' });
const server = spawn(program, ['serve'], { env, cwd: folder, stdio: 'ignore' });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-quic'],
});
try {
  await ready();
  const session = await signIn(/https?:\/\/\S+\/reset\/\S+/.exec(seeded)?.[0] ?? '');
  for (const [address, storageState] of [['/login', undefined], ['/users', session]]) {
    await measure(address, storageState);
  }
  await measureLanguages('/users', session);
} finally {
  await browser.close();
  server.kill('SIGTERM');
  await new Promise((ended) => (server.exitCode === null ? server.once('exit', ended) : ended()));
  rmSync(folder, { recursive: true, force: true });
}

async function measure(address, storageState) {
  const runs = { plain: [], fast: [], slow: [] };
  for (let run = 0; run < RUNS; run += 1) {
    runs.plain.push(await load(address, { storageState, javaScriptEnabled: false }, SLOW_DOWN));
    runs.fast.push(await load(address, { storageState }, 1));
    runs.slow.push(await load(address, { storageState }, SLOW_DOWN));
  }
  const middle = (kind, what) => median(runs[kind].map((run) => run[what]));
  console.log(`\n${address}, first visit, median of ${RUNS}`);
  table(['milliseconds', 'first paint', 'largest paint', 'hydrated', 'interactive', 'blocked'], [
    [`processor ÷ ${SLOW_DOWN}, no JavaScript`, middle('plain', 'first'), middle('plain', 'largest'), '–', '–', '–'],
    ...[['processor as it is', 'fast'], [`processor ÷ ${SLOW_DOWN}`, 'slow']].map(([name, kind]) => [
      name, ...['first', 'largest', 'hydrated', 'interactive', 'blocked'].map((what) => middle(kind, what)),
    ]),
  ]);
  const { bytes } = runs.fast[0];
  const total = { sent: 0, raw: 0, files: 0 };
  for (const one of Object.values(bytes)) for (const what of Object.keys(total)) total[what] += one[what];
  table(['bytes', 'files', 'sent', 'unpacked'], [
    ...Object.entries(bytes).map(([type, { files, sent, raw }]) => [type, files, sent, raw]),
    ['all', total.files, total.sent, total.raw],
  ]);
}

/** A page in every language, as it is sent, and the texts in it by themselves. */
async function measureLanguages(address, { cookies }) {
  const rows = [];
  for (const language of ['en', 'zh', 'es', 'ja', 'ru', 'ko']) {
    const sent = await compressed(address, language, cookies);
    const page = brotliDecompressSync(sent).toString();
    if (!page.includes(`data-language="${language}"`)) throw new Error(`the page is not in ${language}`);
    const texts = /<script[^>]*id="i18n"[^>]*>([^<]*)</.exec(page)?.[1];
    if (!texts) throw new Error('the page carries no texts');
    rows.push([language, sent.length, Buffer.byteLength(page), brotliCompressSync(texts).length, Buffer.byteLength(texts)]);
  }
  const english = rows[0][3];
  console.log(`\n${address}, by language`);
  table(
    ['bytes', 'page sent', 'unpacked', 'texts, Brotli', 'unpacked', 'of English'],
    rows.map((row) => [...row, `${Math.round((100 * row[3]) / english)} %`]),
  );
}

/** A page as the server packs it. */
function compressed(address, language, cookies) {
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const headers = { 'accept-encoding': 'br', 'accept-language': language, cookie };
  return new Promise((done, failed) => {
    http.get(url + address, { headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () =>
        answer.headers['content-encoding'] === 'br' ? done(Buffer.concat(parts)) : failed(new Error('not packed')),
      );
    }).on('error', failed);
  });
}

/** One visit with nothing in the cache. */
async function load(address, options, slowDown) {
  const context = await browser.newContext({ ...options, baseURL: url, locale: 'en-GB' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
  const bytes = await countBytes(devtools);
  await page.addInitScript(watch);
  await page.goto(address, { waitUntil: 'load' });
  const scripted = options.javaScriptEnabled !== false;
  if (scripted) await page.waitForFunction((quiet) => globalThis.rollcall.restsFor(quiet), QUIET, { polling: 100 });
  const times = scripted ? await page.evaluate(() => globalThis.rollcall.times()) : await paints(devtools);
  await context.close();
  return { ...times, bytes };
}

/** Runs in the page, before everything else: notes when it was painted, hydrated, and last busy. */
function watch() {
  const seen = { first: 0, largest: 0, hydrated: 0, busyUntil: 0, blocked: 0 };
  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') seen.first = entry.startTime;
  });
  observe('largest-contentful-paint', (entry) => (seen.largest = entry.startTime));
  observe('longtask', (entry) => {
    seen.busyUntil = Math.max(seen.busyUntil, entry.startTime + entry.duration);
    seen.blocked += Math.max(0, entry.duration - 50);
  });
  new MutationObserver((_, observer) => {
    if (document.documentElement?.hasAttribute('data-hydrated')) {
      seen.hydrated = performance.now();
      observer.disconnect();
    }
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-hydrated'] });
  globalThis.rollcall = {
    restsFor: (quiet) => seen.hydrated > 0 && performance.now() - Math.max(seen.hydrated, seen.busyUntil) > quiet,
    times: () => ({ ...seen, interactive: Math.max(seen.hydrated, seen.busyUntil) }),
  };
}

/** What the browser itself measured, where no script of a page may run. */
async function paints(devtools) {
  const read = async () => {
    const { result } = await devtools.send('Runtime.evaluate', {
      expression: `JSON.stringify(performance.getEntriesByType('paint').map(({ name, startTime }) => [name, startTime]))`,
      returnByValue: true,
    });
    return Object.fromEntries(JSON.parse(result.value))['first-contentful-paint'];
  };
  let first;
  while ((first = await read()) === undefined) await new Promise((again) => setTimeout(again, 20));
  return { first, largest: '–' };
}

/** Bytes by type: as sent, headers included, and unpacked. */
async function countBytes(devtools) {
  const [bytes, types] = [{}, new Map()];
  await devtools.send('Network.enable');
  devtools.on('Network.responseReceived', ({ requestId, response }) => {
    const { pathname } = new URL(response.url);
    types.set(requestId, path.extname(pathname).slice(1) || 'html');
  });
  const of = (requestId) => {
    const type = types.get(requestId) ?? 'html';
    return (bytes[type] ??= { files: 0, sent: 0, raw: 0 });
  };
  devtools.on('Network.dataReceived', ({ requestId, dataLength }) => (of(requestId).raw += dataLength));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    of(requestId).files += 1;
    of(requestId).sent += encodedDataLength;
  });
  return bytes;
}

async function signIn(link) {
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(link);
  for (const field of ['password', 'password_again']) await page.locator(`[name="${field}"]`).fill(PASSWORD);
  await page.locator('form[action="/rpc/credentials/reset"] button[type="submit"]').click();
  await page.waitForURL('**/login');
  await page.locator('[name="identifier"]').fill('owner@seed.example');
  await page.locator('[name="password"]').fill(PASSWORD);
  await page.locator('form[action="/rpc/sign_in/password"] button[type="submit"]').click();
  await page.waitForURL('**/users');
  const session = await context.storageState();
  await context.close();
  return session;
}

async function ready() {
  for (;;) {
    if (server.exitCode !== null) throw new Error('the server ended');
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((again) => setTimeout(again, 25));
  }
}

function freePort() {
  return new Promise((done) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => done(free));
    });
  });
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function table(heads, rows) {
  const shown = [heads, ...rows].map((row) =>
    row.map((cell) => (typeof cell === 'number' ? Math.round(cell).toLocaleString('en') : String(cell ?? '–'))),
  );
  const widths = heads.map((_, at) => Math.max(...shown.map((row) => row[at].length)));
  for (const row of shown) {
    console.log(row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  '));
  }
  console.log('');
}
