/** Every route, opened directly, by following links, and by going back; and everything that an address can say. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { hydrated, modal, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en } from '../fixtures/texts';

const NOBODY = '01900000-0000-7000-8000-00000000dead';

/** What each route of the product shows to its Owner. A route that is missing here fails the first test. */
const ROUTES: Record<string, { address: string; status: number; heading: string }> = {
  '/setup': { address: '/setup?token=x', status: 404, heading: en.errors.page_dead_link_title },
  '/login': { address: '/login', status: 200, heading: en.users.title },
  '/login/code': { address: '/login/code', status: 200, heading: en.users.title },
  // Nobody has to enroll here: it leads on.
  '/enroll': { address: '/enroll', status: 200, heading: en.users.title },
  '/forgot': { address: '/forgot', status: 200, heading: en.forgot.title },
  '/step-up': { address: '/step-up', status: 200, heading: en.stepUp.title },
  '/email/:token': { address: '/email/x', status: 404, heading: en.errors.page_dead_link_title },
  '/reset/:token': { address: '/reset/x', status: 404, heading: en.errors.page_dead_link_title },
  '/invite/:token': { address: '/invite/x', status: 404, heading: en.errors.page_dead_link_title },
  '/': { address: '/', status: 200, heading: en.users.title },
  '/users': { address: '/users', status: 200, heading: en.users.title },
  '/explain': { address: '/explain', status: 200, heading: en.explain.title },
  '/account': { address: '/account', status: 200, heading: en.account.profile },
  '/account/profile': { address: '/account/profile', status: 200, heading: en.account.profile },
  '/account/player': { address: '/account/player', status: 200, heading: en.players.title },
  '/account/security': { address: '/account/security', status: 200, heading: en.account.security },
  '/account/sessions': { address: '/account/sessions', status: 200, heading: en.account.sessions },
  '/account/permissions': { address: '/account/permissions', status: 200, heading: en.account.permissions },
  '/admin/audit': { address: '/admin/audit', status: 200, heading: en.audit.title },
  '/admin/seats': { address: '/admin/seats', status: 200, heading: en.billing.title },
  '/admin/seats/invoices/:number': {
    address: '/admin/seats/invoices/2026-9999', status: 404, heading: en.errors.page_not_found_title,
  },
  '/users/import': { address: '/users/import', status: 200, heading: en.importTexts.title },
  '/users/:id': { address: `/users/${NOBODY}`, status: 404, heading: en.errors.page_not_found_title },
  '/users/:id/:tab': { address: `/users/${NOBODY}/profile`, status: 404, heading: en.errors.page_not_found_title },
  '/admin/settings': { address: '/admin/settings', status: 200, heading: en.roles.page_title },
  '/admin/security': { address: '/admin/security', status: 200, heading: en.workspaceSecurity.title },
  '/admin/mail': { address: '/admin/mail', status: 200, heading: en.mail.title },
};

test('every route is in the table', () => {
  const source = readFileSync(path.join(__dirname, '../../app/src/routes.rs'), 'utf8');
  const routes = [...source.matchAll(/<Route path=path!\("([^"]*)"\)/g)].map(([, route]) => route);
  expect(routes.toSorted()).toEqual(Object.keys(ROUTES).toSorted());
});

for (const [route, { address, status, heading }] of Object.entries(ROUTES)) {
  test(`${route} opens by its address @anywhere`, async ({ page, faults }) => {
    faults.expectStatus(404);
    const response = await page.goto(address);
    expect(response?.status()).toBe(status);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expect(page).toHaveTitle(/ · Rollcall$/);
    await hydrated(page);
  });
}

test('pages open by following links, without loading the document again @anywhere', async ({ page }) => {
  await visit(page, '/users');
  await page.evaluate(() => Object.assign(window, { here: true }));
  const menu = page.getByRole('complementary').getByRole('navigation');
  for (const { address, heading } of Object.values(ROUTES).filter(({ address }) => address.startsWith('/admin/'))) {
    const link = menu.locator(`a[href="${address}"]`);
    if ((await link.count()) === 0) continue; // not in the menu: a page about one thing
    await link.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expect(page).toHaveTitle(new RegExp(`^${heading} · `));
    await menu.getByRole('link', { name: en.shell.users }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.users.title);
  }
  await page.getByRole('main').locator('a.name').first().click();
  await expect(page).toHaveURL(/\/users\/[-0-9a-f]+\/profile/);
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(en.users.title);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.users.title);
  expect(await page.evaluate(() => 'here' in window)).toBe(true);
});

test('a part of the program that does not arrive is said, and the page comes with the next try', async ({ page, faults }) => {
  faults.expectWords(/Failed to load resource: net::ERR_FAILED|Failed to fetch/);
  await visit(page, '/users');
  await page.route('**/split_administration.wasm', (route) => route.abort());
  await page.getByRole('link', { name: en.shell.audit, exact: true }).click();
  await expect(page.getByRole('alert')).toContainText(en.errors.part_missing);
  // Opened directly it is whole as the server made it, and its forms and links work.
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.audit.title);
  await expect(page.locator('html')).not.toHaveAttribute('data-hydrated');
  await visit(page, '/users');
  await page.getByRole('link', { name: en.shell.mail, exact: true }).click();
  await expect(page.getByRole('alert')).toContainText(en.errors.part_missing);
  await page.unroute('**/split_administration.wasm');
  await page.getByRole('main').getByRole('link', { name: en.common.reload }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.mail.title);
  await hydrated(page);
});

test.describe('the list of users', () => {
  test.use({ siteName: 'demo' });

  const STATES = [
    '/users?view=cards',
    '/users?q=an&role=member&status=active&sort=-email&cols=email&cols=joined&per=10',
    '/users?status=invited&status=not_accepted&sort=status',
    '/users?archived=yes&sort=-name&page=2&per=10',
    '/users?role=member&perm=billing',
    '/users?sort=last_seen&page=3&per=10',
    '/users?q=nobody-at-all',
  ];

  // S3.20
  for (const address of STATES) {
    test(`${address} shows the same after reload, back, and in another browser`, async ({ page, site, browse }) => {
      const list = (of: typeof page) => of.getByRole('main').locator('.name').allInnerTexts();
      await visit(page, address);
      const shown = await list(page);
      expect(new URL(page.url()).search).toBe(address.slice('/users'.length));
      await page.reload();
      expect(await list(page)).toEqual(shown);
      await page.getByRole('link', { name: en.shell.mail, exact: true }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.mail.title);
      await page.goBack();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.users.title);
      expect(await list(page)).toEqual(shown);
      const colleague = await browse({ storageState: site.session });
      await visit(colleague, address);
      expect(await list(colleague)).toEqual(shown);
    });
  }

  test('defaults are left out of the address', async ({ page }) => {
    await visit(page, '/users?per=10&page=2');
    await page.getByLabel(en.common.rows_per_page).selectOption('25');
    await expect(page).toHaveURL(/\/users$/);
    const name = page.getByRole('columnheader', { name: en.common.name }).getByRole('link');
    await name.click();
    await expect(page).toHaveURL(/\/users\?sort=-name$/);
    await name.click();
    await expect(page).toHaveURL(/\/users$/);
  });

  test('a dialog is part of the address, and closing it keeps the rest', async ({ page }) => {
    await visit(page, '/users?status=invited&sort=email');
    await page.getByRole('link', { name: en.users.add }).click();
    await expect(page).toHaveURL(/\/users\?status=invited&sort=email&dialog=add-user$/);
    await page.goBack();
    await expect(page.getByRole('dialog')).toBeHidden();
    await page.goForward();
    await modal(page.getByRole('dialog', { name: en.users.add }));
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/\/users\?status=invited&sort=email$/);
  });
});
