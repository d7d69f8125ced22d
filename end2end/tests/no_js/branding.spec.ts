/** Branding in a browser without JavaScript. */
import { expect, test } from '../../fixtures/test';
import { en, shape } from '../../fixtures/texts';

test.use({ siteName: 'own' });

test('a color is refused with the reason, and another one is on the next page', async ({ page }) => {
  await page.goto('/admin/settings?tab=branding');
  const accent = page.getByLabel(en.branding.accent);
  await accent.fill('#ffee99');
  await page.getByRole('button', { name: en.common.save }).click();
  await expect(page.getByText(shape(en.branding.error_light))).toBeVisible();
  await expect(accent).toHaveValue('#ffee99');
  await accent.fill('#8a63d2');
  await page.getByRole('button', { name: en.common.save }).click();
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: en.userWindow.saved })).toBeVisible();
  await expect(page.locator('#accent')).toHaveAttribute('href', '/accent/8a63d2.css');
  await accent.fill('');
  await page.getByRole('button', { name: en.common.save }).click();
  await expect(page.locator('#accent')).toHaveCount(0);
});
