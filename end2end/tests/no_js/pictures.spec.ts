/** One's own picture in a browser without JavaScript: a plain form with a file, of which the middle is taken. */
import { picture } from '../../fixtures/pictures';
import { expect, test } from '../../fixtures/test';
import { en } from '../../fixtures/texts';

test.use({ siteName: 'own' });

// S1.2 S1.6
test('a picture is sent, refused with a reason, and removed', async ({ page }) => {
  await page.goto('/account/profile');
  await page.getByLabel(en.pictures.file).setInputFiles(picture());
  await page.getByRole('button', { name: en.pictures.change }).click();
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: en.userWindow.saved })).toBeVisible();
  await expect(page.locator('.picture .avatar img').filter({ visible: true })).toHaveCount(1);
  await page.getByLabel(en.pictures.file).setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('text') });
  await page.getByRole('button', { name: en.pictures.change }).click();
  await expect(page.getByText(en.pictures.not_a_picture)).toBeVisible();
  await expect(page.locator('.picture .avatar img').filter({ visible: true })).toHaveCount(1);
  await page.getByRole('button', { name: en.pictures.remove }).click();
  await expect(page.locator('.picture .avatar img')).toHaveCount(0);
});
