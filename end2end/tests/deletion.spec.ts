/** Deleting people, for a while and for good, and bringing them back. */
import type { Locator, Page } from '@playwright/test';

import { accept, bringIn, enterPassword, modal, row, rowAction, someone, visit } from '../fixtures/people';
import { WORKSPACE } from '../fixtures/set_up';
import type { Site } from '../fixtures/sites';
import { expect, test } from '../fixtures/test';
import { en, fill } from '../fixtures/texts';

test.use({ siteName: 'own' });

/** The dialog, opened from the menu of a row. */
async function openDelete(page: Page, name: string): Promise<Locator> {
  await (await rowAction(page, name, en.users.delete)).click();
  const dialog = page.getByRole('dialog', { name: fill(en.users.delete_title, { name }) });
  await modal(dialog);
  return dialog;
}

/** Deleting asks for the password, and goes on by itself. */
async function prove(page: Page, site: Site): Promise<void> {
  const question = page.getByRole('dialog', { name: en.stepUp.title });
  await question.getByLabel(en.common.password, { exact: true }).fill(site.owner.password);
  await question.getByRole('button', { name: en.stepUp.confirm }).click();
  await expect(question).toBeHidden();
}

const archived = '/users?archived=yes';

// S0.26 S3.15 S3.17 S3.21 S3.22 S3.23
test('an archived user is out, can be taken back, and is restored with a mail', async ({ page, site, browse, mail, faults }) => {
  faults.expectStatus(403);
  test.slow(); // Two undo windows pass.
  const ida = someone('Ida', 'Berg');
  const theirs = await browse();
  await bringIn(page, theirs, ida);

  let dialog = await openDelete(page, 'Ida Berg');
  await expect(dialog.getByRole('radio', { name: en.users.delete_erase })).toBeChecked();
  await dialog.getByRole('radio', { name: en.users.delete_archive }).check();
  await dialog.getByRole('button', { name: en.users.delete_action, exact: true }).click();
  await prove(page, site);
  await expect(page.getByText(fill(en.users.archived_toast, { name: 'Ida Berg' })).first()).toBeVisible();
  await expect(row(page, 'Ida Berg')).toHaveCount(0);
  await theirs.goto('/users');
  await expect(theirs).toHaveURL(/\/login/);

  await page.getByRole('button', { name: en.common.undo }).click();
  await expect(row(page, 'Ida Berg')).toContainText(en.statuses.active);
  await enterPassword(theirs, ida.email, ida.password);
  await theirs.waitForURL('**/users');

  dialog = await openDelete(page, 'Ida Berg');
  await dialog.getByRole('radio', { name: en.users.delete_archive }).check();
  await dialog.getByRole('button', { name: en.users.delete_action, exact: true }).click();
  await expect(row(page, 'Ida Berg')).toHaveCount(0);
  const told = await mail.waitFor(ida.email);
  expect(told.subject).toBe(fill(en.mails.deleted_subject, { workspace: WORKSPACE }));

  await visit(page, archived);
  await (await rowAction(page, 'Ida Berg', en.users.restore)).click();
  const restore = page.getByRole('dialog', { name: fill(en.users.restore_title, { name: 'Ida Berg' }) });
  await expect(restore).toContainText(ida.email);
  await restore.getByRole('button', { name: en.users.restore_action, exact: true }).click();
  await expect(row(page, 'Ida Berg')).toContainText(en.statuses.invited);
  const back = await mail.waitFor(ida.email, 2);
  expect(back.subject).toContain('restored your account');
  await accept(theirs, back.link, ida);
  await theirs.waitForURL('**/users');
  await visit(page, '/users');
  await expect(row(page, 'Ida Berg')).toContainText(en.statuses.active);
});

// S0.27 S0.28 S0.29 S3.16
test('a permanent deletion wants the name, waits for the undo window, and leaves nothing to be read', async ({
  page, site, browse, mail, faults,
}) => {
  faults.expectStatus(403, 422);
  const ida = someone('Ida', 'Berg');
  await bringIn(page, await browse(), ida);
  const dialog = await openDelete(page, 'Ida Berg');
  const name = dialog.getByLabel(fill(en.users.delete_type_name, { name: 'Ida Berg' }));
  await name.fill('Ida Borg');
  await dialog.getByRole('button', { name: en.users.delete_action, exact: true }).click();
  await prove(page, site);
  await expect(dialog).toContainText(en.errors.field_name_differs);
  await expect(name).toHaveValue('Ida Borg');
  await name.fill('Ida Berg');
  await name.press('Enter');
  await expect(page.getByText(fill(en.users.erased_toast, { name: 'Ida Berg' })).first()).toBeVisible();
  await expect(row(page, 'Ida Berg')).toHaveCount(0);
  const told = await mail.waitFor(ida.email);
  expect(told.subject).toBe(fill(en.mails.deleted_subject, { workspace: WORKSPACE }));
  await expect
    .poll(() => site.installation.database.run(`SELECT count(*) FROM "user" WHERE status = 'erased' AND email = ''`), {
      timeout: 20_000,
    })
    .toEqual(['1']);
  await visit(page, archived);
  await expect(row(page, 'Ada Nilsen')).toBeVisible();
  expect(await page.content()).not.toContain(ida.email);
  expect(await page.content()).not.toContain('Ida Berg');
});

// S0.26, keyboard alone
test('the dialog can be used without a mouse, and Escape changes nothing', async ({ page, site, browse, faults }) => {
  faults.expectStatus(403);
  const ida = someone('Ida', 'Berg');
  await bringIn(page, await browse(), ida);
  const dialog = await openDelete(page, 'Ida Berg');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await (await rowAction(page, 'Ida Berg', en.users.delete)).press('Enter');
  await dialog.getByRole('radio', { name: en.users.delete_erase }).focus();
  await page.keyboard.press('ArrowUp');
  await expect(dialog.getByRole('radio', { name: en.users.delete_archive })).toBeChecked();
  await expect(dialog.getByLabel(fill(en.users.delete_type_name, { name: 'Ida Berg' }))).toHaveCount(0);
  await page.keyboard.press('Enter');
  await prove(page, site);
  await expect(row(page, 'Ida Berg')).toHaveCount(0);
});
