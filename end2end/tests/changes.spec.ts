/** Recent changes: what was done lately, taken back from another place, and led back from afterward. */
import type { Locator, Page } from '@playwright/test';

import { expectAccessible } from '../fixtures/axe';
import { invite, modal, row, someone, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en, plural } from '../fixtures/texts';

const dialog = (page: Page): Locator => page.getByRole('dialog', { name: en.changes.title });

/** The lines, the newest first. */
const lines = (page: Page): Locator => dialog(page).locator('.change');

/** More time than a slow machine takes. */
const WIDE = 'UPDATE workspace SET undo_seconds = 60';

const undo = (of: Locator): Locator => of.getByRole('button', { name: new RegExp(`^${en.common.undo}`) });

test.use({ siteName: 'own' });

// S3.42
test('an invitation is taken back from the list of changes', async ({ page, site, mail }) => {
  site.installation.database.run(WIDE);
  const ana = someone('Ana', 'Lind');
  await visit(page, '/users');
  await invite(page, ana.email);
  await visit(page, '/users');
  await page.locator('#recent-changes').click();
  await modal(dialog(page));
  await expect(page).toHaveURL(/dialog=changes/);
  const first = lines(page).first();
  await expect(first).toContainText(plural(en.importTexts.invited, 1));
  await expect(first).toContainText(ana.email);
  await undo(first).click();
  await expect(first).toContainText(plural(en.bulk.undone, 1));
  await expect(undo(first)).toHaveCount(0);
  await expectAccessible(page, 'recent changes');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(page).toHaveURL(/\/users$/);
  await expect(row(page, ana.email)).toHaveCount(0);
  expect(mail.for(ana.email)).toHaveLength(0);
});

// S3.42: after the window the ordinary change leads back, in its ordinary dialog.
test('what can no longer be undone leads to the ordinary change', async ({ page, mail }) => {
  const bo = someone('Bo', 'Holm');
  await visit(page, '/users');
  await invite(page, bo.email);
  await expect.poll(() => mail.for(bo.email).length, { timeout: 20_000 }).toBe(1);
  await visit(page, '/users?dialog=changes');
  const first = lines(page).first();
  await expect(first).toContainText(bo.email);
  await expect(undo(first)).toHaveCount(0);
  await first.getByRole('link', { name: new RegExp(`^${en.users.delete_action}`) }).click();
  const look = page.getByRole('dialog', { name: plural(en.bulk.delete_title, 1) });
  await modal(look);
  await expect(look).toContainText(bo.email);
  await page.keyboard.press('Escape');
  await expect(look).toHaveCount(0);
  await expect(row(page, bo.email)).toContainText(en.statuses.invited);
});

// S3.42 IV-15
test('an import is taken back in its report', async ({ page, site, mail }) => {
  site.installation.database.run(WIDE);
  await visit(page, '/users/import');
  await page.getByLabel(en.importTexts.paste).fill('one@changes.example\ntwo@changes.example');
  await page.getByRole('button', { name: en.importTexts.check, exact: true }).click();
  await page.getByRole('button', { name: en.common.apply, exact: true }).click();
  const toast = page.locator('.toast').filter({ hasText: plural(en.bulk.mails_wait, 2) });
  await expect(toast).toBeVisible();
  await toast.getByRole('button', { name: en.common.undo }).click();
  await expect(page.getByRole('status').filter({ hasText: plural(en.bulk.undone, 2) })).toBeVisible();
  await expect(page.locator('#import-undo')).toHaveCount(0);
  await page.getByRole('link', { name: en.changes.title }).click();
  await expect(lines(page).first()).toContainText(plural(en.changes.done_import, 2));
  await expect(lines(page).first()).toContainText(en.changes.undone);
  expect(mail.for('one@changes.example')).toHaveLength(0);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test('the changes are in the menu of the list, and nothing leads out to the side', async ({ page }) => {
    await visit(page, '/users');
    await page.getByRole('button', { name: en.users.list_menu }).click();
    await page.getByRole('menuitem', { name: en.changes.title }).click();
    await modal(dialog(page));
    const wide = (): Promise<boolean> =>
      page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(await wide()).toBe(false);
  });
});
