/** Turning someone's access off and on again. */
import { accept, copyLink, enterPassword, invite, row, rowAction, someone, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en, fill } from '../fixtures/texts';

test.use({ siteName: 'own' });

// S0.15 S0.16 S0.17
test('a disabled user is out at once, cannot sign in, and comes back by undo', async ({ page, site, browse, mail }) => {
  const ida = someone('Ida', 'Berg');
  await visit(page, '/users');
  await invite(page, ida.email);
  const theirs = await browse();
  await accept(theirs, await copyLink(page, ida.email), ida);
  await theirs.waitForURL('**/users');
  await visit(page, '/users');

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
  const subject = fill(en.mails.closed_subject, { workspace: 'Lantern Row' });
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
