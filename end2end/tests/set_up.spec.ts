/** The first run: one link, one workspace, one Owner. */
import path from 'node:path';

import type { Page } from '@playwright/test';

import { row, seatSentence } from '../fixtures/people';
import { answerSetUp, OWNER, SEATS, WORKSPACE } from '../fixtures/set_up';
import { expect, test } from '../fixtures/test';
import { en, fill, plural } from '../fixtures/texts';

test.use({ siteName: 'new', as: 'nobody' });

const create = (page: Page): Promise<void> => page.getByRole('button', { name: en.setUp.create }).click();

const deadLink = (page: Page) => page.getByRole('heading', { name: en.errors.page_dead_link_title });

// S4.8
test('the link creates the workspace, and its Owner manages the first organization', async ({ page, site }) => {
  await page.goto(await site.installation.setUpLink());
  await expect(page.getByLabel(en.common.name, { exact: true })).toBeFocused();
  await answerSetUp(page);
  await create(page);
  await page.waitForURL('**/users');
  await expect(row(page, OWNER.email)).toContainText(en.roles.owner);
  await expect(row(page, OWNER.email)).toContainText(en.statuses.active);
  await expect(page.getByRole('main').getByRole('img', { name: seatSentence(1, 0, SEATS - 1) })).toBeVisible();
  const organizations = site.installation.database.run(
    `SELECT o.name, ou.role, ou.enabled, u.email FROM organization_user ou
     JOIN organization o ON o.id = ou.organization_id JOIN "user" u ON u.id = ou.user_id`,
  );
  expect(organizations).toEqual([expect.stringMatching(`^${WORKSPACE}\\|admin\\|[1t]\\|${OWNER.email}$`)]);
});

// AU-16
test('whoever comes later finds nothing, with the old link or without one', async ({ page, site, faults, browse }) => {
  const link = await site.installation.setUpLink();
  await page.goto(link);
  await answerSetUp(page);
  await create(page);
  await page.waitForURL('**/users');
  faults.expectStatus(404);
  const stranger = await browse();
  for (const address of [link, '/setup', '/setup?token=', '/setup?token=wrong']) {
    const response = await stranger.goto(address);
    expect(response?.status(), address).toBe(404);
    await expect(deadLink(stranger)).toBeVisible();
  }
});

// AU-16
test('of two forms sent at once one creates the workspace', async ({ page, site, faults, browse }) => {
  faults.expectStatus(404);
  const link = await site.installation.setUpLink();
  const other = await browse();
  await page.goto(link);
  await other.goto(link);
  await answerSetUp(page);
  await answerSetUp(other, { email: 'second@lantern-row.example', username: 'second' });
  await Promise.all([create(page), create(other)]);
  const ended = [page, other].map(async (one) => {
    await expect(one.getByRole('heading', { level: 1, name: en.users.title }).or(deadLink(one))).toBeVisible();
    return new URL(one.url()).pathname;
  });
  expect((await Promise.all(ended)).sort()).toEqual(['/setup', '/users']);
  expect(site.installation.database.run(`SELECT count(*) FROM "user"`)).toEqual(['1']);
});

// AU-16
test('each start prints a new link and voids the one before', async ({ page, site, faults }) => {
  faults.expectStatus(404);
  const first = await site.installation.setUpLink();
  await site.installation.stop();
  await site.installation.start();
  const second = await site.installation.setUpLink();
  expect(second).not.toBe(first);
  expect((await page.goto(first))?.status()).toBe(404);
  expect((await page.goto(second))?.status()).toBe(200);
  const third = (await site.installation.command('user', 'create-owner')).trim();
  expect((await page.goto(second))?.status()).toBe(404);
  expect((await page.goto(third))?.status()).toBe(200);
});

// S1.53, AU-06
test('a password of seven characters is refused with the reason, and what was typed is kept', async ({ page, site }) => {
  await page.goto(await site.installation.setUpLink());
  await answerSetUp(page, { password: 'lantern', password_again: 'lantern' });
  await create(page);
  const password = page.getByLabel(en.common.password, { exact: true });
  await expect(password).toHaveAccessibleDescription(new RegExp(plural(en.errors.field_too_short, 8)));
  await expect(page.getByRole('alert')).toHaveText(plural(en.errors.invalid, 1));
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByLabel(en.common.email)).toHaveValue(OWNER.email);
  await expect(page.getByLabel(en.setUp.seats)).toHaveValue(String(SEATS));
  await expect(password).toHaveValue('');
  await password.fill('teal+owl');
  await page.getByLabel(en.common.repeat_password).fill('teal+owl');
  await create(page);
  await page.waitForURL('**/users');
});

test('every field that needs a change says which', async ({ page, site }) => {
  await page.goto(await site.installation.setUpLink());
  await answerSetUp(page, { seats: '0', email: 'ada@studio', username: 'a', password_again: 'something else' });
  await create(page);
  await expect(page.getByRole('alert')).toHaveText(plural(en.errors.invalid, 4));
  for (const label of [en.setUp.seats, en.common.email, en.common.username, en.common.repeat_password]) {
    await expect(page.getByLabel(label)).toHaveAttribute('aria-invalid', 'true');
  }
  await expect(page.getByLabel(en.common.email)).toHaveAccessibleDescription(en.errors.field_missing_domain_ending);
});

test('the mail server is shown and can be tried before anybody is invited', async ({ page, site, mail }) => {
  await page.goto(await site.installation.setUpLink());
  const part = page.getByRole('group', { name: en.setUp.mail });
  await expect(part).toContainText('localhost');
  await expect(part).toContainText('rollcall@studio.example');
  const address = 'operator@lantern-row.example';
  await page.getByLabel(en.setUp.seats).fill('12');
  await page.getByLabel(en.common.email).fill(address);
  await part.getByRole('button', { name: en.setUp.test }).click();
  await expect(page.getByRole('status').filter({ hasText: fill(en.setUp.test_sent, { address }) })).toBeVisible();
  expect((await mail.waitFor(address)).parsed.from?.text).toContain('rollcall@studio.example');
  await expect(page.getByLabel(en.common.email)).toHaveValue(address);
  await expect(page.getByLabel(en.setUp.seats)).toHaveValue('12');
});

test.describe('without a mail server', () => {
  test.use({ smtp: false });

  test('the set-up says what sets one', async ({ page, site }) => {
    await page.goto(await site.installation.setUpLink());
    const part = page.getByRole('group', { name: en.setUp.mail });
    await expect(part).toContainText(en.setUp.mail_files);
    await expect(part).toContainText(en.setUp.mail_files_how);
    await expect(part.getByRole('button')).toHaveCount(0);
  });
});

// FX-06
test('a second data folder makes no key of its own for a database that exists', async ({ site }) => {
  const { folder, database } = site.installation;
  const elsewhere = { DATA_DIR: path.join(folder, 'elsewhere'), DATABASE_URL: database.address };
  for (const words of [['migrate'], ['migrate'], ['serve']]) {
    await expect(site.installation.commandWith(elsewhere, ...words)).rejects.toThrow(/SECRET_KEY/);
  }
});
