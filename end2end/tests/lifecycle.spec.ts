/** Turning someone's access off and on again. */
import { bringIn, enterPassword, invite, row, rowAction, someone, visit } from '../fixtures/people';
import { WORKSPACE } from '../fixtures/set_up';
import { expect, test } from '../fixtures/test';
import { en, fill, plural } from '../fixtures/texts';

test.use({ siteName: 'own' });

// S0.15 S0.16 S0.17
test('a disabled user is out at once, cannot sign in, and comes back by undo', async ({ page, site, browse, mail }) => {
  const ida = someone('Ida', 'Berg');
  const theirs = await browse();
  await bringIn(page, theirs, ida);

  await (await rowAction(page, 'Ida Berg', en.users.disable)).click();
  const question = page.getByRole('dialog', { name: en.users.disable_title });
  await expect(question).toContainText('Ida Berg');
  await question.getByRole('button', { name: en.users.disable_action }).click();
  await expect(row(page, 'Ida Berg')).toContainText(en.statuses.disabled);
  await theirs.goto('/users');
  await expect(theirs).toHaveURL(/\/login/);
  await enterPassword(theirs, ida.email, ida.password);
  await expect(theirs.getByText(en.signIn.refused_title)).toBeVisible();

  await page.getByRole('button', { name: en.common.undo }).click();
  await expect(row(page, 'Ida Berg')).toContainText(en.statuses.active);
  await enterPassword(theirs, ida.email, ida.password);
  await theirs.waitForURL('**/users');

  // What was undone in time is not told; what stays is.
  await (await rowAction(page, 'Ida Berg', en.users.disable)).click();
  await page.getByRole('dialog', { name: en.users.disable_title }).getByRole('button', { name: en.common.cancel }).click();
  await expect(row(page, 'Ida Berg')).toContainText(en.statuses.active);
  await (await rowAction(page, 'Ida Berg', en.users.disable)).click();
  await question.getByRole('button', { name: en.users.disable_action }).click();
  const subject = fill(en.mails.closed_subject, { workspace: WORKSPACE });
  await expect.poll(() => mail.for(ida.email).filter((letter) => letter.subject === subject).length, { timeout: 20_000 }).toBe(1);
  await (await rowAction(page, 'Ida Berg', en.users.enable)).click();
  await expect(row(page, 'Ida Berg')).toContainText(en.statuses.active);
  expect(site.installation.database.run(`SELECT count(*) FROM seat_ledger`)).toEqual(['1']);
});

// S0.15
test('what one may not do stands in the menu with its reason', async ({ page }) => {
  await visit(page, '/users');
  const own = await rowAction(page, 'Ada Nilsen', en.users.disable);
  await expect(own).toHaveAttribute('aria-disabled', 'true');
  await expect(own).toContainText(en.blockers.own_account);
});

// S0.18 S0.19 S3.4 S3.5 S3.7 S3.8 S3.9
test('role and permissions are changed with a look at what it comes to, and taken back', async ({ page, mail }) => {
  const ida = someone('Ida', 'Berg');
  await visit(page, '/users');
  await invite(page, ida.email);
  await (await rowAction(page, ida.email, en.users.change_role)).click();
  const dialog = page.getByRole('dialog', { name: fill(en.users.role_title, { name: ida.email }) });
  await expect(dialog).toContainText(en.users.no_change);
  const role = dialog.getByRole('combobox', { name: en.common.role });
  const options = [en.roles.administrator, en.roles.member, `${en.roles.guest} (${en.roles.limited})`];
  await expect(role.locator('option')).toHaveText(options);
  await expect(dialog.getByRole('checkbox', { name: en.roles.permission_security })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: en.roles.permission_users, exact: true }).check();
  await expect(dialog.getByRole('definition').first()).toHaveText(en.roles.permission_users);
  await expect(dialog.getByRole('term').first()).toHaveText(en.users.gains);
  await dialog.getByRole('button', { name: en.users.role_save }).click();
  await expect(dialog).toBeHidden();
  await expect(row(page, ida.email)).toContainText(plural(en.users.extras, 1));
  await page.getByRole('button', { name: en.common.undo }).click();
  await expect(row(page, ida.email)).not.toContainText(plural(en.users.extras, 1));

  await (await rowAction(page, ida.email, en.users.change_role)).click();
  await role.selectOption('guest');
  await dialog.getByRole('button', { name: en.users.role_save }).click();
  await expect(row(page, ida.email)).toContainText(en.roles.guest);
  expect(mail.for(ida.email).every((letter) => letter.subject !== fill(en.mails.changed_subject, { workspace: WORKSPACE }))).toBe(true);
});

// S3.5 S3.9
test('whoever is in is told what was changed, before and after', async ({ page, browse, mail }) => {
  const ida = someone('Ida', 'Berg');
  await bringIn(page, await browse(), ida);
  await (await rowAction(page, 'Ida Berg', en.users.change_role)).click();
  const dialog = page.getByRole('dialog', { name: fill(en.users.role_title, { name: 'Ida Berg' }) });
  await dialog.getByRole('checkbox', { name: en.roles.permission_creator, exact: true }).check();
  await dialog.getByRole('button', { name: en.users.role_save }).click();
  await expect(row(page, 'Ida Berg')).toContainText(plural(en.users.extras, 1));
  const subject = fill(en.mails.changed_subject, { workspace: WORKSPACE });
  const told = () => mail.for(ida.email).find((letter) => letter.subject === subject)?.text ?? '';
  await expect.poll(told, { timeout: 20_000 }).toContain(fill(en.mails.changed_before, { held: en.roles.member }));
  const after = `${en.roles.member} + ${en.roles.permission_creator}`;
  expect(told()).toContain(fill(en.mails.changed_after, { held: after }));
});
