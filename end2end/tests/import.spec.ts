/** People out of a table: a verdict per row, nothing before Apply, all or nothing. */
import { readFileSync } from 'node:fs';

import type { Locator, Page } from '@playwright/test';

import { expectAccessible } from '../fixtures/axe';
import { invite, row, someone, visit } from '../fixtures/people';
import { SEATS } from '../fixtures/set_up';
import { expect, test } from '../fixtures/test';
import { en, fill, plural, shape } from '../fixtures/texts';

test.use({ siteName: 'own' });

/** The Import page, by the menu of the list. */
async function openImport(page: Page): Promise<void> {
  await visit(page, '/users');
  await page.getByRole('button', { name: en.users.list_menu }).click();
  await page.getByRole('menuitem', { name: en.importTexts.menu }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.importTexts.title);
}

/** Pastes a table and checks it. */
async function check(page: Page, table: string): Promise<void> {
  await page.getByLabel(en.importTexts.paste).fill(table);
  await page.getByRole('button', { name: en.importTexts.check, exact: true }).click();
  await expect(page).toHaveURL(/\/users\/import\?key=/);
}

/** The rows of verdicts. */
const rows = (page: Page): Locator => page.locator('tbody').getByRole('row');

/** The verdict of the row of someone. */
const verdict = (page: Page, text: string): Locator => row(page, text).getByRole('cell').last();

const apply = (page: Page): Locator => page.getByRole('button', { name: en.common.apply, exact: true });

test('a file is checked, its columns are put right, and nobody is there before it is applied', async ({ page, site }) => {
  const database = site.installation.database;
  const known = someone('Known', 'Before');
  await visit(page, '/users');
  await invite(page, known.email);
  await openImport(page);
  const table = [
    'Wer;Adresse;Role;Language',
    'Ana Lind;ana@people.example;Гость;日本語',
    `Known Before;${known.email};;`,
    'Again;ANA@people.example;;',
    'Nobody;nope;;',
    'Bo Berg;bo@people.example;Boss;',
  ].join('\r\n');
  await page.getByLabel(en.importTexts.file).setInputFiles({
    name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${table}`),
  });
  await page.getByRole('button', { name: en.importTexts.check, exact: true }).click();
  await expect(page.getByRole('alert')).toContainText(en.importTexts.lacks_address);
  await expect(page.getByLabel('Wer')).toHaveAccessibleDescription(fill(en.importTexts.sample, { text: 'Ana Lind' }));
  await page.getByLabel('Wer').selectOption('name');
  await page.getByLabel('Adresse').selectOption('email');
  await expect(page.getByLabel('Role', { exact: true })).toHaveValue('role');
  await page.getByRole('button', { name: en.importTexts.check_again }).click();

  await expect(rows(page)).toHaveCount(5);
  await expect(verdict(page, 'Ana Lind')).toContainText(`${en.roles.guest} · 日本語`);
  await expect(verdict(page, known.email)).toContainText(en.importTexts.kind_changed);
  await expect(verdict(page, 'Again')).toContainText(fill(en.importTexts.duplicate, { n: 2 }));
  await expect(verdict(page, 'Nobody')).toContainText(en.errors.field_invalid_email);
  await expect(verdict(page, 'bo@people.example')).toContainText(fill(en.importTexts.unknown_word, { column: en.common.role }));
  await expectAccessible(page, 'verdicts');
  expect(database.run("SELECT count(*) FROM \"user\" WHERE email = 'ana@people.example'")).toEqual(['0']);

  // Only some of them; the address says which.
  await page.getByRole('navigation', { name: en.importTexts.result }).getByRole('link', { name: new RegExp(`^${en.importTexts.kind_invalid}`) }).click();
  await expect(page).toHaveURL(/show=invalid/);
  await expect(rows(page)).toHaveCount(2);
  await page.reload();
  await expect(rows(page)).toHaveCount(2);

  await expect(page.getByLabel(plural(en.importTexts.with_changes, 1))).not.toBeChecked();
  await apply(page).click();
  await expect(page.getByRole('status').filter({ hasText: plural(en.importTexts.invited, 1) })).toBeVisible();
  await expect(apply(page)).toHaveCount(0);
  expect(database.run("SELECT role FROM \"user\" WHERE email = 'ana@people.example'")).toEqual(['guest']);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: en.importTexts.report }).first().click(),
  ]);
  expect(download.suggestedFilename()).toBe('rollcall-import.csv');
  const lines = readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n');
  expect(lines).toHaveLength(6);
  expect(lines[1]).toMatch(shape(en.importTexts.done_new));

  await page.getByRole('link', { name: en.importTexts.to_users }).click();
  await expect(row(page, 'ana@people.example')).toContainText(en.roles.guest);
});

test('an export comes in again, and there is nothing to import', async ({ page }) => {
  await visit(page, '/users');
  await invite(page, 'one@people.example', 'two@people.example');
  await page.getByRole('button', { name: en.users.list_menu }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: en.users.export }).click(),
  ]);
  await openImport(page);
  await page.getByLabel(en.importTexts.file).setInputFiles(await download.path());
  await page.getByRole('button', { name: en.importTexts.check, exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: en.importTexts.nothing })).toContainText(en.importTexts.nothing_unchanged);
  await expect(rows(page)).toHaveCount(3);
  await expect(apply(page)).toHaveCount(0);
});

// IV-15
test('seats are there for everyone, or the page says how many are missing', async ({ page }) => {
  await openImport(page);
  await check(page, Array.from({ length: SEATS + 1 }, (_, n) => `person${n}@people.example`).join('\n'));
  const missing = plural(en.importTexts.missing, 2);
  await expect(apply(page)).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByText(missing)).toBeVisible();
  await expect(page.getByText(plural(en.seats.short, 2))).toBeVisible();
  await page.getByRole('navigation', { name: en.common.pages }).getByRole('link', { name: '2', exact: true }).click();
  await expect(rows(page)).toHaveCount(1);
});

test('somebody who came meanwhile is shown before anything happens', async ({ page, browse, site }) => {
  await openImport(page);
  await check(page, 'late@people.example\nother@people.example');
  await expect(rows(page)).toHaveCount(2);
  const colleague = await browse({ storageState: site.session });
  await visit(colleague, '/users');
  await invite(colleague, 'late@people.example');
  await apply(page).click();
  await expect(page.getByRole('alert')).toContainText(en.importTexts.stale);
  await expect(verdict(page, 'late@people.example')).toContainText(en.importTexts.unchanged);
  await apply(page).click();
  await expect(page.getByRole('status').filter({ hasText: plural(en.importTexts.invited, 1) })).toBeVisible();
});

// XS-07
test('what cannot be read is refused in words', async ({ page }) => {
  await openImport(page);
  await page.getByLabel(en.importTexts.file).setInputFiles({
    name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from([0x65, 0x6d, 0x61, 0x69, 0x6c, 0x0a, 0x5a, 0x6f, 0xeb]),
  });
  await page.getByRole('button', { name: en.importTexts.check, exact: true }).click();
  await expect(page.getByRole('alert')).toContainText(en.importTexts.error_encoding);
  await page.getByRole('button', { name: en.importTexts.check, exact: true }).click();
  await expect(page.getByRole('alert')).toContainText(en.importTexts.error_empty);
});

test('on a phone nothing leads out of the page', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await visit(page, '/users/import');
  await check(page, 'email,name\na-rather-long-address-of-somebody@a-rather-long-domain.people.example,Ana Lind\nnope,');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBe(0);
});
