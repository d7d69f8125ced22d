/** Proving the password again, before something that only its owner may do. */
import type { Locator, Page } from '@playwright/test';

import { openAddUsers, row, signIn, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en, fill, plural } from '../fixtures/texts';

test.use({ siteName: 'own', as: 'nobody' });

const question = (page: Page) => page.getByRole('dialog', { name: en.stepUp.title });

/** The dialog for adding users, filled in for one Administrator. */
async function administrator(page: Page, email: string): Promise<Locator> {
  const dialog = await openAddUsers(page);
  await dialog.getByLabel(en.invitations.addresses).fill(email);
  await dialog.getByText(en.invitations.role_and_access).click();
  await dialog.getByRole('combobox', { name: en.common.role }).selectOption('administrator');
  await dialog.getByRole('button', { name: plural(en.invitations.send, 1) }).click();
  return dialog;
}

// SE-02
test('inviting an Administrator asks for the password, then sends', async ({ page, context, site, browse, faults }) => {
  // A session that began a moment ago needs no second proof; this one began longer ago.
  faults.expectStatus(403, 422);
  await signIn(page, site.owner);
  site.installation.database.run('UPDATE session SET step_up_at = NULL');
  const before = await context.storageState();
  const dialog = await administrator(page, 'root@people.example');
  await expect(question(page)).toContainText(en.stepUp.text);
  const password = question(page).getByLabel(en.common.password, { exact: true });
  await expect(password).toBeFocused();
  await password.fill('not the password');
  await question(page).getByRole('button', { name: en.stepUp.confirm }).click();
  await expect(password).toHaveAccessibleDescription(en.errors.field_wrong_password);
  await password.fill(site.owner.password);
  await question(page).getByRole('button', { name: en.stepUp.confirm }).click();
  await expect(question(page)).toBeHidden();
  await expect(dialog).toBeHidden();
  await expect(row(page, 'root@people.example')).toContainText(en.roles.administrator);

  const old = await browse({ storageState: before });
  await old.goto('/users');
  await expect(old).toHaveURL(/\/login/);

  // It counts for ten minutes.
  await administrator(page, 'second@people.example');
  await expect(row(page, 'second@people.example')).toContainText(en.roles.administrator);
});

test('turned down, nothing is sent and what was typed is kept', async ({ page, site, faults }) => {
  faults.expectStatus(403);
  await signIn(page, site.owner);
  site.installation.database.run('UPDATE session SET step_up_at = NULL');
  const dialog = await administrator(page, 'root@people.example');
  await expect(question(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question(page)).toBeHidden();
  await expect(dialog.getByLabel(en.invitations.addresses)).toHaveValue('root@people.example');
  expect(site.installation.database.run('SELECT count(*) FROM invitation')).toEqual(['0']);
});

test('the page asks the same, and leads back', async ({ page, site }) => {
  await signIn(page, site.owner);
  await visit(page, '/step-up?next=/admin/mail');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.stepUp.title);
  const password = page.getByLabel(en.common.password, { exact: true });
  await password.fill('not the password');
  await page.getByRole('button', { name: en.stepUp.confirm }).click();
  await expect(password).toHaveAccessibleDescription(en.errors.field_wrong_password);
  await password.fill(site.owner.password);
  await page.getByRole('button', { name: en.stepUp.confirm }).click();
  await page.waitForURL('**/admin/mail');
  await expect(page.getByRole('button', { name: fill(en.shell.account, { name: 'Ada Nilsen' }) })).toBeVisible();
});
