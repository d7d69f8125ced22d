/** The personal API key: made, shown, reset and removed on the security page, and used by a program. */
import type { Locator, Page } from '@playwright/test';

import { hydrated, PASSWORD, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en } from '../fixtures/texts';

test.use({ siteName: 'own' });

const KEY = /^rc_pat_[0-9a-z]{12}_[0-9a-z]{52}_[0-9a-f]{8}$/;

function panel(page: Page): Locator {
  return page.getByRole('region', { name: en.apiKeys.title });
}

/** Presses a button that asks for the password, and gives it. */
async function proven(page: Page, name: string): Promise<void> {
  await panel(page).getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(en.common.password, { exact: true }).fill(PASSWORD);
  await dialog.getByRole('button', { name: en.stepUp.confirm }).click();
}

// S1.60 S1.61 S1.62 S1.63 S1.64 S2.3
test('the key is made, hidden, shown again, reset and removed', async ({ page, request }) => {
  await visit(page, '/account/security');
  await expect(panel(page).getByRole('link', { name: en.apiKeys.docs })).toHaveAttribute('href', '/api/docs');
  await proven(page, en.apiKeys.create);
  await expect(panel(page).getByText(en.apiKeys.was_created)).toBeVisible();
  const first = (await panel(page).locator('.secret code').textContent()) ?? '';
  expect(first).toMatch(KEY);

  const asks = (key: string) => request.get('/api/v1/me', { headers: { authorization: `Bearer ${key}` } });
  expect((await asks(first)).status()).toBe(200);

  await page.reload();
  await hydrated(page);
  await expect(panel(page).locator('.secret')).toHaveCount(0);
  await panel(page).getByRole('button', { name: en.apiKeys.reveal }).click();
  await expect(panel(page).locator('.secret code')).toHaveText(first);

  await hydrated(page);
  await panel(page).getByText(en.apiKeys.change).click();
  await panel(page).getByRole('button', { name: en.apiKeys.reset }).click();
  await expect(panel(page).getByText(en.apiKeys.was_reset)).toBeVisible();
  const second = (await panel(page).locator('.secret code').textContent()) ?? '';
  expect(second).toMatch(KEY);
  expect(second).not.toBe(first);
  expect((await asks(first)).status()).toBe(401);
  expect((await asks(second)).status()).toBe(200);

  await hydrated(page);
  await panel(page).getByText(en.apiKeys.change).click();
  await panel(page).getByRole('button', { name: en.apiKeys.remove }).click();
  await expect(panel(page).getByText(en.apiKeys.was_removed)).toBeVisible();
  await expect(panel(page).getByRole('button', { name: en.apiKeys.create })).toBeVisible();
  expect((await asks(second)).status()).toBe(401);
});
