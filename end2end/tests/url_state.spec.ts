/** Every route, opened directly, by following links, and by going back; and everything that an address can say. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en } from '../fixtures/texts';

const NOBODY = '01900000-0000-7000-8000-00000000dead';

/** What each route of the product shows to its Owner. A route that is missing here fails the first test. */
const ROUTES: Record<string, { address: string; status: number; heading: string }> = {
  '/setup': { address: '/setup?token=x', status: 404, heading: en.errors.page_dead_link_title },
  '/login': { address: '/login', status: 200, heading: en.users.title },
  '/step-up': { address: '/step-up', status: 200, heading: en.stepUp.title },
  '/reset/:token': { address: '/reset/x', status: 404, heading: en.errors.page_dead_link_title },
  '/invite/:token': { address: '/invite/x', status: 404, heading: en.errors.page_dead_link_title },
  '/': { address: '/', status: 200, heading: en.users.title },
  '/users': { address: '/users', status: 200, heading: en.users.title },
  '/account': { address: '/account', status: 200, heading: en.account.profile },
  '/account/profile': { address: '/account/profile', status: 200, heading: en.account.profile },
  '/account/security': { address: '/account/security', status: 200, heading: en.account.security },
  '/account/sessions': { address: '/account/sessions', status: 200, heading: en.account.sessions },
  '/account/permissions': { address: '/account/permissions', status: 200, heading: en.account.permissions },
  '/admin/audit': { address: '/admin/audit', status: 200, heading: en.audit.title },
  '/admin/seats': { address: '/admin/seats', status: 200, heading: en.billing.title },
  '/admin/seats/invoices/:number': {
    address: '/admin/seats/invoices/2026-9999', status: 404, heading: en.errors.page_not_found_title,
  },
  '/users/:id': { address: `/users/${NOBODY}`, status: 404, heading: en.errors.page_not_found_title },
  '/users/:id/:tab': { address: `/users/${NOBODY}/profile`, status: 404, heading: en.errors.page_not_found_title },
  '/admin/settings': { address: '/admin/settings', status: 200, heading: en.roles.page_title },
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
  });
}

test('pages open by following links, without loading the document again @anywhere', async ({ page }) => {
  await visit(page, '/users');
  await page.evaluate(() => Object.assign(window, { here: true }));
  await page.getByRole('link', { name: en.shell.mail, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.mail.title);
  await expect(page).toHaveTitle(/^Mail · /);
  await page.getByRole('link', { name: en.shell.users }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.users.title);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.mail.title);
  expect(await page.evaluate(() => 'here' in window)).toBe(true);
});

test.describe('the list of users', () => {
  test.use({ siteName: 'demo' });

  const STATES = [
    '/users?view=cards',
    '/users?q=an&role=member&status=active&sort=-email&cols=email&cols=joined&per=10',
    '/users?status=invited&status=not_accepted&sort=status',
    '/users?archived=yes&sort=-name&page=2&per=10',
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
    await expect(page.getByRole('dialog', { name: en.users.add })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/\/users\?status=invited&sort=email$/);
  });
});
