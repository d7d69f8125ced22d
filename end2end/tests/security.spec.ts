/** What attackers try through a browser. The ids are those of the list of hostile cases. */
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import type { Page } from '@playwright/test';

import { accept, copyLink, hydrated, invite, openAddUsers, signIn, signOut, someone, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en, plural } from '../fixtures/texts';

/** The paths of all server functions, from their sources. */
function endpoints(): string[] {
  const folder = path.join(__dirname, '../../app/src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.rs'));
  const sources = files.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n');
  return [...sources.matchAll(/prefix = "(\S+)", endpoint = "(\S+)"/g)].map(([, prefix, end]) => `${prefix}/${end}`);
}

/** Another site, and one of the same site with another port: only the first is cross-site to a browser. */
const ORIGINS = ['127.0.0.1', 'localhost'];

/** A site of somebody else's, with one page. */
async function evilSite(html: string): Promise<{ port: number; close: () => void }> {
  const server = http.createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(html));
  await new Promise<void>((done) => server.listen(0, done));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

test.describe('cookies and headers', () => {
  // SE-03
  test('cookies are out of reach of scripts and of other sites', async ({ page, context }) => {
    await visit(page, '/users');
    const cookies = await context.cookies();
    expect(cookies.map(({ name }) => name)).toContain('__Host-session');
    for (const cookie of cookies) {
      expect(cookie).toMatchObject({ httpOnly: true, secure: true, path: '/', domain: 'localhost' });
      expect(cookie.sameSite).toMatch(/Lax|Strict/);
      expect(cookie.name).toMatch(/^__Host-/);
    }
    expect(await page.evaluate(() => document.cookie)).toBe('');
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  });

  // CS-11 CS-12 CS-14
  test('the content policy comes as a header, with a nonce of its own each time @anywhere', async ({ page }) => {
    const nonces = new Set<string>();
    for (const address of ['/users', '/users', '/admin/mail', '/step-up']) {
      const response = await page.goto(address);
      const headers = (await response?.allHeaders()) ?? {};
      const policy = Object.fromEntries(
        (headers['content-security-policy'] ?? '').split(';').map((part) => {
          const [name = '', ...values] = part.trim().split(' ');
          return [name, values];
        }),
      );
      const scripts = policy['script-src'] ?? [];
      expect(scripts.join(' ')).not.toMatch(/'unsafe-inline'|'unsafe-eval'|'strict-dynamic'|\*|https?:/);
      expect(policy).toMatchObject({ 'frame-ancestors': ["'none'"], 'object-src': ["'none'"], 'base-uri': ["'none'"] });
      expect(policy['style-src']).toEqual(["'self'"]);
      const nonce = scripts.find((source) => source.startsWith("'nonce-"))?.slice("'nonce-".length, -1) ?? '';
      expect(nonce.length).toBeGreaterThanOrEqual(22);
      nonces.add(nonce);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['permissions-policy']).toBeTruthy();
    }
    expect(nonces.size).toBe(4);
  });

  // CS-12
  test('the files of a page are of their types, and kept for good', async ({ page }) => {
    const files = new Map<string, string>();
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      const { 'content-type': type, 'cache-control': cache } = response.headers();
      if (pathname.startsWith('/pkg/')) files.set(path.extname(pathname), `${type} ${cache}`);
    });
    await visit(page, '/users');
    expect([...files.keys()]).toEqual(expect.arrayContaining(['.js', '.wasm', '.css', '.svg', '.woff2']));
    expect(files.get('.wasm')).toContain('application/wasm');
    for (const [extension, told] of files) expect(told, extension).toMatch(/immutable|max-age=\d{7,}/);
  });

  // PR-16
  test('pages behind links do not tell where one came from', async ({ page, site, browse, faults }) => {
    faults.expectStatus(404);
    const reset = await site.installation.resetLink(site.owner.email);
    const visitor = await browse();
    const told: string[] = [];
    visitor.on('request', (request) => {
      if (request.url() !== reset) told.push(request.headers().referer ?? '');
    });
    const response = await visitor.goto(reset);
    expect(response?.headers()['referrer-policy']).toBe('no-referrer');
    await hydrated(visitor);
    await visitor.goto('/setup?token=x').catch(() => undefined);
    expect(told.length).toBeGreaterThan(3);
    expect(told.filter((referer) => referer.includes('/reset/'))).toEqual([]);
    expect(page.url()).toBe('about:blank');
  });
});

test.describe('other sites', () => {
  test.use({ siteName: 'own' });

  // CS-01 CS-04 CS-06
  for (const host of ORIGINS) {
    test(`a form on ${host} changes nothing, whatever it asks for`, async ({ page, context, site }) => {
      test.slow(); // One page is left and opened again for every function there is.
      await visit(page, '/users');
      const functions = endpoints();
      expect(functions.length).toBeGreaterThan(20);
      const evil = await evilSite('<!doctype html><title>evil</title>');
      const attacker = await context.browser()?.newContext({ storageState: await context.storageState() });
      const trap = await attacker?.newPage();
      if (!trap) throw new Error('no browser');
      await trap.goto(`http://${host}:${evil.port}/`);
      for (const path of functions) {
        const answered = trap.waitForResponse((response) => response.url() === site.url + path);
        await trap.evaluate((action) => {
          const fields = { language: 'ru', next: 'https://evil.example', password: 'x', token: 'x', to: 'x@x.example' };
          const form = Object.assign(document.createElement('form'), { method: 'post', action });
          for (const [name, value] of Object.entries(fields)) {
            form.append(Object.assign(document.createElement('input'), { name, value }));
          }
          document.body.append(form);
          form.submit();
        }, site.url + path);
        const answer = await answered;
        expect(answer.status(), path).toBe(403);
        expect(answer.headers(), path).not.toHaveProperty('set-cookie');
        expect(answer.headers(), path).not.toHaveProperty('access-control-allow-origin');
        // An answer without a body is a failure to the browser, which then shows a page of its own.
        await expect.poll(() => trap.url()).not.toContain(`:${evil.port}/`);
        await trap.waitForLoadState();
        await trap.goto(`http://${host}:${evil.port}/`);
      }
      await attacker?.close();
      evil.close();
      await page.reload();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.users.title);
    });
  }

  // CS-09
  test('nobody is signed in to somebody else’s account from elsewhere', async ({ site, browse, faults }) => {
    faults.expectStatus(403);
    const victim = await browse();
    await visit(victim, '/login');
    const token = await victim.locator('input[name="token"]').inputValue();
    const attacker = await browse();
    await visit(attacker, '/login');
    // The attacker's own token, in the victim's browser, from a page of this very site.
    const foreign = await attacker.locator('input[name="token"]').inputValue();
    expect(foreign).not.toBe(token);
    await victim.locator('input[name="token"]').evaluate((field, value) => {
      (field as HTMLInputElement).value = value;
    }, foreign);
    await victim.getByLabel(en.signIn.identifier).fill(site.owner.email);
    await victim.getByLabel(en.common.password, { exact: true }).fill(site.owner.password);
    await victim.getByRole('button', { name: en.signIn.title }).click();
    await expect(victim.getByRole('alert')).toBeVisible();
    await victim.goto('/users');
    await expect(victim).toHaveURL(/\/login/);
  });

  // CS-10
  test('no page can be framed', async ({ context, site }) => {
    const addresses = ['/login', '/users', '/nothing-here', '/favicon.svg', '/healthz', '/rpc/users/list'];
    const evil = await evilSite(addresses.map((address) => `<iframe src="${site.url}${address}"></iframe>`).join(''));
    const attacker = await context.browser()?.newContext();
    const trap = await attacker?.newPage();
    await trap?.goto(`http://127.0.0.1:${evil.port}/`);
    const frames = trap?.mainFrame().childFrames() ?? [];
    expect(frames).toHaveLength(addresses.length);
    await expect.poll(() => frames.map((frame) => frame.url()).filter((url) => !url.startsWith('chrome-error:'))).toEqual([]);
    await attacker?.close();
    evil.close();
  });
});

test.describe('after the sign-out', () => {
  test.use({ siteName: 'own', as: 'nobody' });

  // SE-04
  test('the back button shows no data', async ({ page, site }) => {
    await signIn(page, site.owner);
    await page.getByRole('link', { name: en.shell.mail, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.mail.title);
    await signOut(page);
    for (let step = 0; step < 3; step += 1) {
      await page.goBack();
      await expect(page.getByLabel(en.signIn.identifier)).toBeVisible();
      expect(await page.content()).not.toContain(site.owner.email);
    }
  });
});

test.describe('names and words', () => {
  test.use({ siteName: 'own' });

  const PAYLOADS = [
    '<script>window.__x=1</script>', '"><img src=x onerror=window.__x=1>', "'-alert(1)-'", '</title><svg onload=alert(1)>',
    '</textarea><script>alert(1)</script>', '{{98765*43211}}${98765*43211}<%=98765*43211%>%s', 'javascript:alert(1)', '--><script>alert(1)</script>',
  ];

  /** Nothing ran, and every payload that is shown is shown as it was written. */
  async function expectInert(page: Page): Promise<void> {
    expect(await page.evaluate(() => '__x' in window)).toBe(false);
    expect(await page.locator('main').locator('script, svg[onload], img').count()).toBe(0);
    // Ten digits, so that no number of a process or a person looks like the product.
    await expect(page.locator('main')).not.toContainText('4267734415');
  }

  // XS-02 XS-04 XS-06, IV-14
  test('are shown as they were written, and nothing of them runs', async ({ page, mail, browse }) => {
    test.slow(); // A mail for each payload, ten seconds after the invitation.
    const people = PAYLOADS.map((payload, n) => ({ ...someone('Pay', 'Load'), first: payload, last: `No ${n}` }));
    await visit(page, '/users');
    const dialog = await openAddUsers(page);
    await dialog.getByLabel(en.invitations.addresses).fill(people.map(({ email }) => email).join(' '));
    await dialog.getByText(en.invitations.message).click();
    await dialog.getByLabel(en.common.message).fill(PAYLOADS.join('\n'));
    await dialog.getByRole('button', { name: plural(en.invitations.send, PAYLOADS.length) }).click();
    await expect(dialog).toBeHidden();
    for (const person of people) {
      const letter = await mail.waitFor(person.email);
      expect(letter.text).toContain(PAYLOADS.map((payload) => `> ${payload}`).join('\n'));
      expect(letter.html).not.toMatch(/<script|<img|<svg/i);
      const invitee = await browse();
      await visit(invitee, letter.link);
      await expect(invitee.locator('blockquote')).toHaveText(PAYLOADS.join('\n'));
      await expectInert(invitee);
      await accept(invitee, letter.link, person);
      await invitee.waitForURL('**/users');
      await hydrated(invitee);
      await expectInert(invitee);
      await invitee.context().close();
    }
    for (const address of ['/users?per=100', '/users?per=100&view=cards', '/admin/mail']) {
      await visit(page, address);
      await expectInert(page);
    }
    for (const payload of PAYLOADS) {
      await visit(page, `/users?q=${encodeURIComponent(payload)}`);
      await expect(page.getByRole('searchbox')).toHaveValue(payload);
      await expect(page.getByRole('row').filter({ hasText: payload })).toHaveCount(1);
      await expectInert(page);
      await visit(page, `/admin/mail?to=${encodeURIComponent(payload)}`);
      await expectInert(page);
    }
  });

  // UN-01
  test('that hide what they say are refused', async ({ page, browse }) => {
    const person = someone('Plain', 'Name');
    await visit(page, '/users');
    await invite(page, person.email);
    const link = await copyLink(page, person.email);
    const invitee = await browse();
    for (const first of ['‮evil', 'zero\u200bwidth\u0007', '\u200b', '⁦x⁩', '   ']) {
      await accept(invitee, link, { ...person, first });
      await expect(invitee.getByLabel(en.common.first_name), JSON.stringify(first)).toHaveAttribute('aria-invalid', 'true');
    }
  });

  // LG-02, AZ-13, O7
  test('addresses, links and passwords stand neither in the log nor in the pages', async ({ page, site, browse, faults }) => {
    faults.expectStatus(404);
    const person = someone('Quiet', 'Person');
    await visit(page, '/users');
    await invite(page, person.email);
    const link = await copyLink(page, person.email);
    const invitee = await browse();
    await accept(invitee, link, person);
    await invitee.waitForURL('**/users');
    await invitee.goto(link);
    await visit(page, '/users');
    const html = await page.content();
    const { log } = site.installation;
    const token = link.split('/').at(-1) ?? '';
    for (const secret of ['$argon2', token, person.password, site.owner.password]) {
      expect(html).not.toContain(secret);
      expect(log).not.toContain(secret);
    }
    for (const private_ of [person.email, site.owner.email, 'Quiet Person']) expect(log).not.toContain(private_);
    for (const line of log.split('\n').filter((line) => line !== '')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });
});
