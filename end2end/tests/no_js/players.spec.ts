/** Players in a browser without JavaScript: plain forms with a button of their own. */
import { expect, test } from '../../fixtures/test';
import { en, fill } from '../../fixtures/texts';

test.use({ siteName: 'own' });

// S1.47 S1.49 S1.50
test('settings are refused with what was typed, saved, and then there to be chosen', async ({ page }) => {
  await page.goto('/admin/settings?tab=players');
  const cinesync = page.getByRole('region', { name: en.players.cinesync, exact: true });
  await cinesync.getByLabel(en.players.available).check();
  await cinesync.getByLabel(en.players.link).fill('https://example.com/{url}');
  await page.getByRole('button', { name: en.common.save }).click();
  await expect(cinesync.getByText(en.players.error_scheme)).toBeVisible();
  await expect(cinesync.getByLabel(en.players.available)).toBeChecked();
  await cinesync.getByLabel(en.players.link).fill('cinesync://session/new?url={url}');
  await page.getByRole('button', { name: en.common.save }).click();
  const saved = page.getByRole('main').getByRole('status').filter({ hasText: en.userWindow.saved });
  await expect(saved).toBeVisible();

  await page.goto('/account/player');
  const choice = page.getByRole('radio', { name: new RegExp(`^${en.players.cinesync} `) });
  await choice.check();
  await page.getByRole('button', { name: en.common.save }).click();
  await expect(saved).toBeVisible();
  await expect(choice).toBeChecked();

  await page.goto('/admin/settings?tab=players');
  await cinesync.getByLabel(en.players.available).uncheck();
  await page.getByRole('button', { name: en.common.save }).click();
  await expect(saved).toBeVisible();
  await page.goto('/account/player');
  const lost = fill(en.players.lost, { player: en.players.cinesync, instead: en.players.built_in });
  await expect(page.getByText(lost)).toBeVisible();
});

// S1.47
test('the sample clip is there without a script', async ({ page, request }) => {
  await page.goto('/account/player');
  const panel = page.getByRole('region', { name: en.players.try_title, exact: true });
  await panel.getByText(fill(en.players.try, { player: en.players.built_in }), { exact: true }).click();
  await expect(panel.locator('video')).toBeVisible();
  const tab = panel.getByRole('link', { name: fill(en.players.try, { player: en.players.browser }), exact: true });
  const clip = await request.get(await tab.getAttribute('href') ?? '');
  expect([clip.status(), clip.headers()['content-type']]).toEqual([200, 'video/webm']);
});
