/** Signing in, reading the pages, and signing out in a browser without JavaScript. */
import { enterPassword, row, signIn } from '../../fixtures/people';
import { expect, test } from '../../fixtures/test';
import { en, shape, textsOf } from '../../fixtures/texts';

test.describe('one’s own installation', () => {
  test.use({ siteName: 'own', as: 'nobody' });

  test('one signs in after a mistake, and signs out', async ({ page, site }) => {
    await page.goto('/users');
    await expect(page).toHaveURL(/\/login\?next=/);
    await enterPassword(page, site.owner.email, 'not the password');
    await expect(page.getByRole('alert')).toContainText(en.signIn.refused_title);
    await expect(page.getByLabel(en.signIn.identifier)).toHaveValue(site.owner.email);
    await expect(page.getByRole('button', { name: en.common.show_password })).toHaveCount(0);
    await signIn(page, site.owner);
    await page.getByRole('button', { name: shape(en.shell.account) }).click();
    await page.getByRole('menuitem', { name: en.shell.sign_out }).click();
    await page.waitForURL('**/login');
    await expect(page.getByRole('status').filter({ hasText: en.signIn.signed_out })).toBeVisible();
    await page.goto('/users');
    await expect(page).toHaveURL(/\/login\?next=/);
  });

  test('the language is chosen, and the step-up leads back', async ({ page, site }) => {
    await page.goto('/login');
    await page.getByLabel(en.shell.language).selectOption('ru');
    await page.getByRole('button', { name: en.common.apply }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(textsOf('ru').signIn.title);
    await page.getByLabel(textsOf('ru').shell.language).selectOption('en');
    await page.getByRole('button', { name: textsOf('ru').common.apply }).click();
    await signIn(page, site.owner);
    await page.goto('/step-up?next=/admin/mail');
    await page.getByLabel(en.common.password, { exact: true }).fill(site.owner.password);
    await page.getByRole('button', { name: en.stepUp.confirm }).click();
    await page.waitForURL('**/admin/mail');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.mail.title);
  });
});

test.describe('a studio of fifty', () => {
  test.use({ siteName: 'demo' });

  test('the list is read, searched, filtered, sorted and turned', async ({ page }) => {
    await page.goto('/users');
    await expect(page.locator('tbody').getByRole('row')).toHaveCount(25);
    await page.getByRole('columnheader', { name: en.common.email }).getByRole('link').click();
    await expect(page.getByRole('columnheader', { name: en.common.email })).toHaveAttribute('aria-sort', 'ascending');
    await page.getByRole('navigation', { name: en.common.pages }).getByRole('link', { name: '2', exact: true }).click();
    await expect(page).toHaveURL(/sort=email&page=2$/);
    await page.getByRole('searchbox').fill('okafor');
    await page.keyboard.press('Enter');
    await expect(page.locator('tbody').getByRole('row')).toHaveCount(1);
    await page.goto('/users');
    await page.getByRole('button', { name: en.common.filter }).click();
    await page.getByLabel(en.users.archived).selectOption('yes');
    await page.getByRole('checkbox', { name: new RegExp(`^${en.statuses.not_accepted}`) }).check();
    await page.getByRole('group', { name: en.users.filter_title }).getByRole('button', { name: en.common.apply }).click();
    await expect(page).toHaveURL(/status=not_accepted/);
    await expect(row(page, 'Arvid Holm')).toContainText(en.statuses.not_accepted);
    await expect(page.getByRole('button', { name: shape(en.users.actions_for) })).toHaveCount(0);
    await page.getByRole('group', { name: en.users.view }).getByRole('link', { name: en.users.cards }).click();
    await expect(page.locator('main')).toContainText('Arvid Holm');
    await page.goto('/users');
    await page.getByLabel(en.common.rows_per_page).selectOption('10');
    await page.getByRole('main').locator('.pager').getByRole('button', { name: en.common.apply }).click();
    await expect(page.locator('tbody').getByRole('row')).toHaveCount(10);
  });

  test('what needs JavaScript says so', async ({ page }) => {
    await page.goto('/users?dialog=add-user');
    const dialog = page.getByRole('dialog', { name: en.users.add });
    await expect(dialog).toContainText(en.common.no_script);
    await dialog.getByRole('link', { name: en.common.close }).click();
    await expect(dialog).toHaveCount(0);
  });
});
