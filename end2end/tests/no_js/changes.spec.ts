/** Recent changes, without script. */
import { expect, test } from '../../fixtures/test';
import { en, plural } from '../../fixtures/texts';

test.use({ siteName: 'own' });

// S3.42
test('an import is taken back from the list of changes', async ({ page, site }) => {
  site.installation.database.run('UPDATE workspace SET undo_seconds = 60');
  await page.goto('/users/import');
  await page.getByLabel(en.importTexts.paste).fill('plain@changes.example');
  await page.getByRole('button', { name: en.importTexts.check, exact: true }).click();
  await page.getByRole('button', { name: en.common.apply, exact: true }).click();
  await page.getByRole('link', { name: en.changes.title }).click();
  const first = page.getByRole('dialog', { name: en.changes.title }).locator('.change').first();
  await expect(first).toContainText(plural(en.changes.done_import, 1));
  await first.getByRole('button', { name: new RegExp(`^${en.common.undo}`) }).click();
  await expect(first).toContainText(plural(en.bulk.undone, 1));
  await expect(first.getByRole('button')).toHaveCount(0);
});
