/** Players: one's own choice, and the settings that decide what can be chosen. */
import type { Page } from '@playwright/test';

import { accept, copyLink, invite, someone, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en, fill, plural, shape } from '../fixtures/texts';

test.use({ siteName: 'own' });

const SETTINGS = '/admin/settings?tab=players';

/** Saves the form that is shown, and waits until that is said. */
async function save(page: Page): Promise<void> {
  await page.locator('#save').click();
  await expect(page.getByRole('status').filter({ hasText: en.userWindow.saved }).last()).toBeVisible();
  await expect(page.locator('#save')).toBeHidden();
}

/** The settings of one player. */
function settingsOf(page: Page, player: string) {
  const panel = page.getByRole('region', { name: player, exact: true });
  return {
    panel,
    available: panel.getByLabel(en.players.available),
    link: panel.getByLabel(en.players.link),
    note: panel.getByLabel(en.players.note),
  };
}

/** One of the players to choose from. */
function choice(page: Page, player: string) {
  return page.getByRole('radio', { name: new RegExp(`^${player} `) });
}

// S1.47 S1.49 S1.50
test('a player is offered, chosen, lost to the default, and back @anywhere', async ({ page, site, browse }) => {
  await visit(page, '/account/player');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.players.title);
  const follow = page.getByRole('radio', { name: fill(en.players.follow, { player: en.players.built_in }) });
  await expect(follow).toBeChecked();
  await expect(choice(page, en.players.rv)).toBeDisabled();
  await expect(choice(page, en.players.rv)).toHaveAccessibleName(new RegExp(en.players.not_here.slice(0, 18)));
  await expect(choice(page, en.players.download)).toHaveAccessibleName(new RegExp(en.players.here));

  const settings = await browse({ storageState: site.session });
  await visit(settings, SETTINGS);
  const rv = settingsOf(settings, en.players.rv);
  await rv.available.check();
  await rv.link.fill('rvlink://{url}');
  await rv.note.fill('Licenses are with the supervisor');
  await save(settings);

  await visit(page, '/account/player');
  await expect(choice(page, en.players.rv)).toHaveAccessibleName(/Licenses are with the supervisor/);
  await choice(page, en.players.rv).check();
  await expect(page.locator('.save-bar')).toContainText(en.players.preferred);
  await save(page);
  await page.reload();
  await expect(choice(page, en.players.rv)).toBeChecked();

  await visit(settings, SETTINGS);
  await expect(rv.panel).toContainText(plural(en.players.chosen, 1));
  await rv.available.uncheck();
  await save(settings);
  await visit(page, '/account/player');
  await expect(page.getByText(fill(en.players.lost, { player: en.players.rv, instead: en.players.built_in }))).toBeVisible();
  await expect(choice(page, en.players.rv)).toBeChecked();
  await follow.check();
  await save(page);
  await expect(page.getByText(shape(en.players.lost))).toBeHidden();
  await expect(choice(page, en.players.rv)).toBeDisabled();
});

test('Discard puts the choice back', async ({ page }) => {
  await visit(page, '/account/player');
  const before = page.getByRole('radio', { checked: true });
  const name = await before.getAttribute('value');
  await choice(page, en.players.browser).check();
  await page.locator('.save-bar').getByRole('button', { name: en.account.discard }).click();
  await expect(page.locator(`input[name="player"][value="${name}"]`)).toBeChecked();
  await expect(page.locator('.save-bar')).toBeHidden();
});

// S1.49
test('a default that is switched off, and a link of another scheme, are refused beside their fields', async ({ page, faults }) => {
  faults.expectStatus(422);
  await visit(page, SETTINGS);
  await settingsOf(page, en.players.built_in).available.uncheck();
  await expect(page.getByText(en.players.error_switched_off)).toBeVisible();
  const vlc = settingsOf(page, en.players.vlc);
  await vlc.link.fill('javascript:alert(1)');
  await page.locator('#save').click();
  await expect(vlc.panel.getByText(en.players.error_scheme)).toBeVisible();
  await expect(vlc.link).toHaveValue('javascript:alert(1)');
  await vlc.link.fill('mpv://play');
  await page.locator('#save').click();
  await expect(vlc.panel.getByText(en.players.error_media)).toBeVisible();
  await page.locator('.save-bar').getByRole('button', { name: en.account.discard }).click();
  await expect(vlc.link).toHaveValue('');
  await expect(page.getByText(en.players.error_switched_off)).toBeHidden();
});

// S1.49
test('of two people who change different settings both are stored, and the same one is shown with both values', async ({ page, site, browse, faults }) => {
  faults.expectStatus(409);
  const colleague = await browse({ storageState: site.session });
  await visit(page, SETTINGS);
  await visit(colleague, SETTINGS);
  await settingsOf(colleague, en.players.browser).note.fill('Theirs');
  await save(colleague);
  await settingsOf(page, en.players.download).note.fill('Mine');
  await save(page);
  await expect(settingsOf(page, en.players.browser).note).toHaveValue('Theirs');

  await visit(colleague, SETTINGS);
  await settingsOf(colleague, en.players.download).note.fill('Newer');
  await save(colleague);
  await settingsOf(page, en.players.download).note.fill('Newest');
  await page.locator('#save').click();
  await expect(page.getByText(en.account.stale)).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: 'Newer' })).toBeVisible();
  await page.getByRole('button', { name: en.account.take_stored }).click();
  await expect(settingsOf(page, en.players.download).note).toHaveValue('Newer');
  await expect(page.locator('#save')).toBeHidden();
  for (const player of [en.players.browser, en.players.download]) await settingsOf(page, player).note.fill('');
  await save(page);
});

// AZ-22
test('without Settings the address of the tab is closed, and with it the tab leads there', async ({ page, faults, browse }) => {
  faults.expectStatus(403);
  const person = someone('Tabs', 'Less');
  await visit(page, '/users');
  await invite(page, person.email);
  const theirs = await browse();
  await accept(theirs, await copyLink(page, person.email), person);
  await theirs.waitForURL('**/users');
  expect((await theirs.goto(SETTINGS))?.status()).toBe(403);
  await visit(page, '/admin/settings');
  const tabs = page.getByRole('navigation', { name: en.roles.page_settings }).getByRole('link');
  await expect(tabs.first()).toHaveText(en.roles.page_title);
  await tabs.filter({ hasText: en.players.tab }).click();
  await expect(page).toHaveURL(/\?tab=players$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.players.tab);
});

// S1.47: what each player makes of the sample clip.
test('every player that is available can be tried with a sample clip', async ({ page, site, browse }) => {
  const settings = await browse({ storageState: site.session });
  await visit(settings, SETTINGS);
  const vlc = settingsOf(settings, en.players.vlc);
  const was = await vlc.available.isChecked();
  await vlc.available.check();
  await vlc.link.fill('vlc://{url}');
  // Another test may have left exactly this.
  if (await settings.locator('#save').isVisible()) await save(settings);
  await visit(page, '/account/player');
  const panel = page.getByRole('region', { name: en.players.try_title, exact: true });
  const trying = (player: string) => panel.getByText(fill(en.players.try, { player }), { exact: true });
  await expect(trying(en.players.vlc)).toHaveAttribute('href', /^vlc:\/\/https?:\/\/.+\/samples\/clip\.webm$/);
  await expect(trying(en.players.download)).toHaveAttribute('download', '');
  const film = panel.locator('video');
  await expect(film).toBeHidden();
  await trying(en.players.built_in).click();
  await expect(film).toBeVisible();
  const plays = film.evaluate(async (film: HTMLVideoElement) => {
    film.muted = true;
    await film.play();
    return [film.videoWidth, film.videoHeight, Math.round(film.duration)];
  });
  expect(await plays).toEqual([480, 270, 3]);
  const opened = page.waitForEvent('popup');
  await trying(en.players.browser).click();
  const tab = await opened;
  await expect(tab.locator('video')).toBeVisible();
  await tab.close();

  await vlc.available.setChecked(was);
  if (await settings.locator('#save').isVisible()) await save(settings);
});
