/** One's own pages: the way there, the profile with its preferences. Sessions and permissions have files of their own. */
import type { Page } from '@playwright/test';

import { accountMenu, hydrated, PASSWORD, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en, plural, textsOf } from '../fixtures/texts';

test.use({ siteName: 'own' });

/** Saves the form that is shown, and waits until that is said. */
async function save(page: Page): Promise<void> {
  await page.locator('#save').click();
  await expect(page.getByRole('status').filter({ hasText: en.userWindow.saved }).last()).toBeVisible();
  await expect(page.locator('#save')).toBeHidden();
}

// S1.1 S2.1 S2.12
test('the menu behind the name leads to the account, and a second menu to its pages @anywhere', async ({ page }) => {
  await visit(page, '/users');
  await (await accountMenu(page)).getByRole('menuitem', { name: en.account.title }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.account.profile);
  const menu = page.getByRole('navigation', { name: en.account.title });
  for (const name of [en.players.title, en.account.security, en.account.sessions, en.account.permissions, en.account.profile]) {
    await menu.getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    await expect(menu.locator('[aria-current="page"]')).toHaveText(name);
  }
  await (await accountMenu(page)).getByRole('menuitem', { name: en.shell.settings }).click();
  await expect(page).toHaveURL(/\/account\/profile#preferences$/);
  await page.goto('/.well-known/change-password');
  await expect(page).toHaveURL(/\/account\/security$/);
});

// S1.5 S1.8 S1.9 S2.2 S2.4 S2.6
test('Save appears with the first change, names it, and goes when nothing differs', async ({ page, faults }) => {
  faults.expectStatus(422);
  await visit(page, '/account/profile');
  const bar = page.locator('.save-bar');
  await expect(bar).toBeHidden();
  await expect(page.getByLabel(en.common.username)).toHaveAttribute('readonly', '');
  await expect(page.getByText(en.account.username_hint)).toBeVisible();
  const last = page.getByLabel(en.common.last_name);
  const before = await last.inputValue();
  await last.fill('Ash');
  await expect(bar).toContainText(plural(en.account.unsaved, 1));
  await expect(bar).toContainText(en.common.last_name);
  await last.fill(before);
  await expect(bar).toBeHidden();
  await last.fill('Ash');
  await bar.getByRole('button', { name: en.account.discard }).click();
  await expect(last).toHaveValue(before);
  await last.fill(' ');
  await page.locator('#save').click();
  await expect(page.getByText(en.errors.field_required)).toBeVisible();
  await last.fill('Ash');
  await save(page);
  await expect(page.getByRole('button', { name: /^Account of .* Ash$/ })).toBeVisible();
});

// S1.3 S1.11 S1.12 S1.13 S2.5
test('fuzzy dates change the example at once and the pages after Save', async ({ page }) => {
  await visit(page, '/account/profile');
  const box = page.getByLabel(en.account.fuzzy_dates);
  await expect(page.getByText('2 days ago')).toBeVisible();
  await box.uncheck();
  await expect(page.getByText('2 days ago')).toBeHidden();
  await save(page);
  await page.getByRole('navigation', { name: en.account.title }).getByRole('link', { name: en.account.sessions }).click();
  await expect(page.locator('time').first()).toHaveText(/\d{4}, \d{1,2}:\d{2}/);
  await page.reload();
  await expect(page.locator('time').first()).toHaveText(/\d{4}, \d{1,2}:\d{2}/);
  await visit(page, '/account/profile');
  await page.getByLabel(en.account.fuzzy_dates).check();
  await save(page);
  await page.getByRole('navigation', { name: en.account.title }).getByRole('link', { name: en.account.sessions }).click();
  await expect(page.locator('time').first()).toHaveText(/^(?:Just now|\d+ (?:min|h) ago)$/);
});

test('rows are as high as one prefers, at once and on the next page', async ({ page }) => {
  const height = (): Promise<number> => page.locator('tbody tr').first().evaluate((row) => row.getBoundingClientRect().height);
  const button = (): Promise<number> => page.locator('#save').evaluate((button) => button.getBoundingClientRect().height);
  await visit(page, '/users');
  expect(await height()).toBe(48);
  await visit(page, '/account/profile');
  await page.getByLabel(en.account.density, { exact: true }).selectOption('compact');
  expect(await button()).toBe(34);
  await save(page);
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact');
  await visit(page, '/users');
  expect(await height()).toBe(36);
  await visit(page, '/account/profile');
  await page.getByLabel(en.account.density, { exact: true }).selectOption('roomy');
  expect(await button()).toBe(30);
  await save(page);
  await visit(page, '/users');
  expect(await height()).toBe(56);
});

test('what is typed while the form is being saved stays, and is the next change', async ({ page }) => {
  await visit(page, '/account/profile');
  const last = page.getByLabel(en.common.last_name);
  let go = (): void => {};
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/rpc/account/save_profile', async (route) => {
    await held;
    await route.continue();
  });
  await last.fill('Birch');
  await page.locator('#save').click();
  await last.fill('Birch-Larsen');
  go();
  await expect(page.getByRole('status').filter({ hasText: en.userWindow.saved }).last()).toBeVisible();
  await expect(last).toHaveValue('Birch-Larsen');
  await page.unroute('**/rpc/account/save_profile');
  await save(page);
  await page.reload();
  await expect(last).toHaveValue('Birch-Larsen');
});

// S1.16 S1.18
test('the language applies after Save, without reload', async ({ page }) => {
  await visit(page, '/account/profile');
  await page.evaluate(() => Object.assign(window, { here: true }));
  const choice = page.getByLabel(en.account.preferred_language);
  await expect(choice.getByRole('option')).toHaveCount(7);
  await choice.selectOption('ko');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.account.profile);
  await page.locator('#save').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(textsOf('ko').account.profile);
  expect(await page.evaluate(() => 'here' in window)).toBe(true);
  await page.getByLabel(textsOf('ko').account.preferred_language).selectOption('browser');
  await page.locator('#save').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.account.profile);
});

// S1.14 S1.15
test('the default page opens at the root and after the sign-in', async ({ page, site, browse }) => {
  await visit(page, '/account/profile');
  const choice = page.getByLabel(en.account.default_page);
  await expect(choice.getByRole('option')).toHaveText([en.account.page_my_tasks, en.account.page_overview]);
  await choice.selectOption('my_tasks');
  await save(page);
  const fresh = await browse();
  await fresh.goto('/login');
  await fresh.getByLabel(en.signIn.identifier).fill(site.owner.email);
  await fresh.getByLabel(en.common.password, { exact: true }).fill(PASSWORD);
  await fresh.getByRole('button', { name: en.signIn.title }).click();
  await expect(fresh).toHaveURL(/\/account\/profile$/);
  await choice.selectOption('overview');
  await save(page);
});

// S1.5
test('what was changed in two places is shown with both values', async ({ page, site, browse, faults }) => {
  faults.expectStatus(409);
  await visit(page, '/account/profile');
  const other = await browse({ storageState: site.session });
  await visit(other, '/account/profile');
  await other.getByLabel(en.common.last_name).fill('Theirs');
  await save(other);
  const last = page.getByLabel(en.common.last_name);
  await last.fill('Mine');
  await page.locator('#save').click();
  await expect(page.getByText(en.account.stale)).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: 'Theirs' })).toBeVisible();
  await expect(last).toHaveValue('Mine');
  await page.getByRole('button', { name: en.account.take_stored }).click();
  await expect(last).toHaveValue('Theirs');
  await expect(page.locator('#save')).toBeHidden();
});

test('a choice in the menu stands on the page at once, and leaving with a change asks', async ({ page, faults }) => {
  await visit(page, '/account/profile');
  await (await accountMenu(page)).getByRole('menuitemradio', { name: en.shell.appearance_dark }).click();
  await expect(page.getByLabel(en.shell.appearance)).toHaveValue('dark');
  await expect(page.locator('#save')).toBeHidden();
  await page.keyboard.press('Escape');
  await page.getByLabel(en.common.last_name).fill('Elsewhere');
  faults.answerNext(false);
  await page.getByRole('link', { name: new RegExp(`^${en.shell.users}`) }).first().click();
  await expect(page).toHaveURL(/\/account\/profile$/);
  faults.answerNext(true);
  await page.getByRole('link', { name: new RegExp(`^${en.shell.users}`) }).first().click();
  await expect(page).toHaveURL(/\/users$/);
  await hydrated(page);
});
