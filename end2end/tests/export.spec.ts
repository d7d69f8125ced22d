/** People as a file: from the menu of the list, and from the action bar. */
import { readFileSync } from 'node:fs';

import type { Locator, Page } from '@playwright/test';

import { visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en } from '../fixtures/texts';

test.use({ siteName: 'demo' });

/** The lines of the file that pressing this brings, without the head. */
async function linesOf(page: Page, press: Locator): Promise<string[]> {
  const [download] = await Promise.all([page.waitForEvent('download'), press.click()]);
  expect(download.suggestedFilename()).toBe('rollcall-users.csv');
  const [head = '', ...lines] = readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n');
  expect(head).toContain('"email","first_name","last_name","role","permissions"');
  return lines;
}

/** The menu of the list. */
async function menuEntry(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: en.users.list_menu }).click();
  return page.getByRole('menuitem', { name: en.users.export });
}

// S3.18 S3.20
test('the file holds everyone whom the list finds, whatever page it shows', async ({ page, site }) => {
  await visit(page, '/users?role=guest&per=10&sort=-email');
  const lines = await linesOf(page, await menuEntry(page));
  const guests = site.installation.database.run(
    `SELECT email FROM "user" WHERE role = 'guest' AND status NOT IN ('deleted', 'erased') ORDER BY lower(email) DESC`,
  );
  expect(lines.map((line) => line.split('"')[1])).toEqual(guests);
  await expect(page).toHaveURL(/role=guest/);
});

// S3.2
test('the selected people come as a file, and so does everyone who matches', async ({ page }) => {
  await visit(page, '/users?per=100');
  for (const name of ['Chidi Eze', 'Farah Aziz']) {
    await page.getByRole('checkbox', { name: en.bulk.select.replace('{{ name }}', name), exact: true }).check();
  }
  const button = page.getByRole('region', { name: en.bulk.bar }).getByRole('button', { name: new RegExp(`^${en.bulk.export}`) });
  await expect(button).toContainText('2');
  const lines = await linesOf(page, button);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain('"Chidi","Eze"');
  expect(lines[1]).toContain('"Farah","Aziz"');
  // Nothing is done with it: the selection stays.
  await expect(button).toContainText('2');
});
