/** People as a file, without script. */
import { readFileSync } from 'node:fs';

import { expect, test } from '../../fixtures/test';
import { en } from '../../fixtures/texts';

test.use({ siteName: 'demo' });

// S3.20
test('the menu of the list leads to the file', async ({ page }) => {
  await page.goto('/users?role=owner');
  await page.getByRole('button', { name: en.users.list_menu }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: en.users.export }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('rollcall-users.csv');
  expect(readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n')).toHaveLength(2);
});
