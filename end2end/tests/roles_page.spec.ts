/** What roles hold, and who has them. */
import { accept, copyLink, invite, row, someone, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en, plural, shape } from '../fixtures/texts';

test.describe('a studio of fifty', () => {
  test.use({ siteName: 'demo' });

  // S3.4 S3.6
  test('the table says what each role holds, can be given, and never gets', async ({ page }) => {
    await visit(page, '/users');
    await page.getByRole('link', { name: en.shell.settings, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.roles.page_title);
    const cells = (permission: string) => page.getByRole('table', { name: en.roles.page_permissions })
      .getByRole('row').filter({ has: page.getByText(permission, { exact: true }) }).getByRole('cell');
    const [held, addable, never] = [en.roles.page_contained, en.roles.page_addable, en.roles.page_never_ceiling];
    await expect(cells(en.roles.permission_audit)).toContainText([held, held, addable, never]);
    await expect(cells(en.roles.permission_security)).toContainText([held, held, never, never]);
    const abilities = page.getByRole('table', { name: en.roles.page_abilities });
    await expect(abilities.getByRole('row').filter({ hasText: en.roles.ability_transfer }).getByRole('cell'))
      .toContainText([held, en.roles.page_never_other, en.roles.page_never_other, en.roles.page_never_other]);
  });

  test('the number of people leads to them', async ({ page }) => {
    await visit(page, '/admin/settings?tab=roles');
    const owner = page.getByRole('table', { name: en.roles.page_permissions }).getByRole('columnheader')
      .filter({ hasText: en.roles.owner });
    await owner.getByRole('link', { name: plural(en.roles.page_people, 1) }).click();
    await expect(page).toHaveURL(/\/users\?role=owner$/);
    await expect(page.locator('tbody').getByRole('row')).toHaveCount(1);
    await expect(row(page, en.users.you)).toContainText(en.roles.owner);
  });

  test('permissions on top of a role name who has them', async ({ page }) => {
    await visit(page, '/admin/settings?tab=roles');
    const added = page.getByRole('region', { name: en.roles.page_added }).getByRole('listitem');
    await expect(added).toHaveCount(9);
    await expect(added.filter({ hasText: en.roles.permission_security })).toContainText(en.roles.page_added_to_nobody);
    await expect(added.filter({ hasText: shape(en.roles.page_people.other) }).first()).toBeVisible();
  });
});

test.describe('somebody without Users', () => {
  test.use({ siteName: 'own' });

  // AZ-22
  test('sees neither the page nor its entry', async ({ page, faults, browse }) => {
    faults.expectStatus(403);
    const person = someone('Plain', 'Member');
    await visit(page, '/users');
    await invite(page, person.email);
    const theirs = await browse();
    await accept(theirs, await copyLink(page, person.email), person);
    await theirs.waitForURL('**/users');
    await expect(theirs.getByRole('link', { name: en.shell.settings, exact: true })).toHaveCount(0);
    expect((await theirs.goto('/admin/settings?tab=roles'))?.status()).toBe(403);
    await expect(theirs.getByRole('main')).toContainText(en.blockers.no_grant);
  });
});
