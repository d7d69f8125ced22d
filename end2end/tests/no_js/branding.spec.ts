/** Branding in a browser without JavaScript. */
import { picture } from '../../fixtures/pictures';
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

test('a logo is sent, refused beside its field, and removed', async ({ page }) => {
  await page.goto('/admin/settings?tab=branding');
  const row = page.getByRole('group', { name: en.branding.logo_light, exact: true });
  const said = page.getByRole('main').getByRole('status').filter({ hasText: en.userWindow.saved });
  await row.getByLabel(en.branding.logo_file).setInputFiles(picture(300, 100));
  await row.getByRole('button', { name: en.branding.logo_upload }).click();
  await expect(said).toBeVisible();
  await expect(row.locator('img')).toBeVisible();
  await expect(page.locator('.rail .mark img')).toHaveCount(1);
  await row.getByLabel(en.branding.logo_file).setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('text') });
  await row.getByRole('button', { name: en.branding.logo_upload }).click();
  await expect(row.getByText(en.pictures.not_a_picture)).toBeVisible();
  await expect(row.locator('img')).toBeVisible();
  await row.getByRole('button', { name: en.branding.logo_remove }).click();
  await expect(said).toBeVisible();
  await expect(row.locator('img')).toHaveCount(0);
});
