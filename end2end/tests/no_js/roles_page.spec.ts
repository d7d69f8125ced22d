/** The roles in a browser without JavaScript. */
import { expect, test } from '../../fixtures/test';
import { en, plural } from '../../fixtures/texts';

test.use({ siteName: 'demo' });

test('they are read, and lead to who has them', async ({ page }) => {
  await page.goto('/admin/settings?tab=roles');
  const permissions = page.getByRole('table', { name: en.roles.page_permissions });
  await expect(permissions.getByRole('row')).toHaveCount(10);
  await permissions.getByRole('link', { name: plural(en.roles.page_people, 1) }).first().click();
  await expect(page).toHaveURL(/\/users\?role=owner$/);
});
