/** The Security page of the workspace: its rules, and asking everybody for a second factor. */
import type { Page } from '@playwright/test';

import { code } from '../fixtures/authenticator';
import { expectAccessible } from '../fixtures/axe';
import { accountMenu, bringIn, hydrated, modal, PASSWORD, rowAction, someone, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en, fill, plural } from '../fixtures/texts';

test.use({ siteName: 'own' });

const PAGE = '/admin/security';

/** Saves the form that is shown, and waits until that is said. */
async function save(page: Page): Promise<void> {
  await page.locator('#save').click();
  await expect(page.getByRole('status').filter({ hasText: en.userWindow.saved }).last()).toBeVisible();
  await expect(page.locator('#save')).toBeHidden();
}

/** The password once more, where it is asked for. */
async function prove(page: Page): Promise<void> {
  await page.waitForURL('**/step-up?**');
  await page.getByLabel(en.common.password, { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: en.stepUp.confirm }).click();
}

/** Goes through the three steps that are shown; the key of the app. */
async function setUp(page: Page): Promise<string> {
  const picture = page.getByRole('img', { name: en.security.qr });
  await page.getByRole('button', { name: en.security.begin }).click();
  await expect(picture.or(page.getByRole('button', { name: en.stepUp.confirm }))).toBeVisible();
  if (page.url().includes('/step-up')) {
    await prove(page);
    await page.getByRole('button', { name: en.security.begin }).click();
  }
  await expect(picture).toBeVisible();
  const key = (await page.getByRole('group', { name: en.security.key }).getByRole('code').textContent()) ?? '';
  await page.getByRole('textbox', { name: en.code.label }).fill(code(key));
  await page.getByRole('button', { name: en.security.confirm }).click();
  return key;
}

// S0.20
test('rules are saved with one bar, refused beside their field, and noted in the log', async ({ page, faults }) => {
  faults.expectStatus(422);
  await visit(page, PAGE);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.workspaceSecurity.title);
  const least = page.getByLabel(en.workspaceSecurity.password_min);
  await expect(least).toHaveValue('8');
  await expect(page.locator('.save-bar')).toBeHidden();
  await least.fill('15');
  await expect(page.locator('.save-bar')).toContainText(plural(en.account.unsaved, 1));
  await expect(page.locator('.save-bar')).toContainText(en.workspaceSecurity.password_min);
  await page.getByLabel(en.workspaceSecurity.api_key_days).fill('90');
  await save(page);
  await page.reload();
  await hydrated(page);
  await expect(least).toHaveValue('15');
  await expect(page.getByLabel(en.workspaceSecurity.api_key_days)).toHaveValue('90');

  // The browser knows the bounds too; what it is told to send is refused all the same.
  await page.locator('form[action="/rpc/security/save_form"]').evaluate((form: HTMLFormElement) => { form.noValidate = true; });
  await least.fill('65');
  await page.locator('#save').click();
  await expect(least).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('button', { name: en.account.discard }).click();
  await expect(least).toHaveValue('15');

  await visit(page, '/admin/audit?action=security_rules_changed');
  await expect(page.getByRole('main')).toContainText(`${en.workspaceSecurity.password_min}: 8`);
  await expect(page.getByRole('main')).toContainText(`${en.workspaceSecurity.password_min}: 15`);
});

// S0.20
test('what two people changed is shown with both values', async ({ page, site, browse, faults }) => {
  faults.expectStatus(409);
  await visit(page, PAGE);
  const other = await browse({ storageState: site.session });
  await visit(other, PAGE);
  await other.getByLabel(en.workspaceSecurity.password_min).fill('20');
  await other.getByLabel(en.workspaceSecurity.undo_seconds).fill('30');
  await save(other);
  const least = page.getByLabel(en.workspaceSecurity.password_min);
  await least.fill('12');
  await page.locator('#save').click();
  await expect(page.getByText(en.account.stale)).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: '20' })).toBeVisible();
  await expect(least).toHaveValue('12');
  // What only the other changed is taken over.
  await expect(page.getByLabel(en.workspaceSecurity.undo_seconds)).toHaveValue('30');
  await page.getByRole('button', { name: en.userWindow.keep_mine }).click();
  await save(page);
  await expect(least).toHaveValue('12');
});

// S1.65 S1.84 TF-16
test('enforcing leads a live session to enrollment at the next click', async ({ page, browse, faults }) => {
  faults.expectStatus(403);
  const person = someone('Ida', 'Berg');
  const theirs = await browse({});
  await bringIn(page, theirs, person);

  await visit(page, PAGE);
  const panel = page.getByRole('region', { name: en.workspaceSecurity.enforce_title });
  const enforce = panel.getByRole('button', { name: en.workspaceSecurity.enforce });
  await expect(enforce).toHaveAttribute('aria-disabled', 'true');
  await expect(enforce).toHaveAccessibleDescription(en.blockers.own_factor_off);
  await panel.getByRole('link', { name: en.workspaceSecurity.enable_first }).click();
  await setUp(page);
  await expect(page.getByText(en.security.enabled)).toBeVisible();
  await visit(page, PAGE);
  await enforce.click();
  await expect(panel.getByText(en.workspaceSecurity.enforce_on, { exact: true })).toBeVisible();
  await expectAccessible(page, 'enforced');

  await hydrated(theirs);
  await (await accountMenu(theirs)).getByRole('menuitem', { name: en.account.title }).click();
  await theirs.waitForURL('**/enroll?**');
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText(en.enroll.title);
  await expectAccessible(theirs, 'enroll');
  await theirs.goto('/users');
  await theirs.waitForURL('**/enroll?next=/users');
  await setUp(theirs);
  await expect(theirs.getByText(en.enroll.on)).toBeVisible();
  await theirs.getByRole('link', { name: en.enroll.later }).click();
  await theirs.waitForURL('**/users');

  // S1.75: nobody switches their own off.
  await visit(theirs, '/account/security');
  const disable = theirs.getByRole('button', { name: en.security.disable });
  await expect(disable).toHaveAttribute('aria-disabled', 'true');
  await expect(disable).toHaveAccessibleDescription(en.errors.two_factor_enforced);

  await visit(page, PAGE);
  await panel.getByText(en.workspaceSecurity.release, { exact: true }).click();
  await panel.getByRole('button', { name: en.workspaceSecurity.release_submit }).click();
  await expect(panel.getByText(en.workspaceSecurity.enforce_off, { exact: true })).toBeVisible();
});

/** A day two weeks from now: as a date field holds it, and in words. */
function inTwoWeeks(): { typed: string; words: string } {
  const day = new Date(Date.now() + 14 * 24 * 60 * 60 * 1000);
  const words = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return { typed: day.toISOString().slice(0, 10), words: words.format(day) };
}

// S0.20 S1.65 S1.67
test('a day is planned, told on every page, reminded of, and taken back', async ({ page, browse }) => {
  const theirs = await browse({});
  await bringIn(page, theirs, someone('Pia', 'Holm'));
  const { typed, words } = inTwoWeeks();

  await visit(page, PAGE);
  const panel = page.getByRole('region', { name: en.workspaceSecurity.enforce_title });
  const day = panel.getByLabel(en.workspaceSecurity.plan_day);
  const plan = panel.getByRole('button', { name: en.workspaceSecurity.plan });
  await expect(plan).toHaveAttribute('aria-disabled', 'true');
  await expect(plan).toHaveAccessibleDescription(en.blockers.own_factor_off);
  await page.goto(`${PAGE}?tab=2fa`);
  const remind = page.getByRole('button', { name: plural(en.factors.remind_people, 2) });
  await expect(remind).toHaveAttribute('aria-disabled', 'true');
  await expect(remind).toHaveAccessibleDescription(en.factors.remind_idle);
  await visit(page, '/account/security?dialog=enable-2fa');
  await setUp(page);
  await expect(page.getByText(en.security.enabled)).toBeVisible();

  // The browser knows the first day too; what it is told to send is refused all the same.
  await visit(page, PAGE);
  await page.locator('form[action="/rpc/security/plan"]').evaluate((form: HTMLFormElement) => { form.noValidate = true; });
  await day.fill('2020-01-01');
  await plan.click();
  await expect(panel.getByText(en.errors.field_before_tomorrow)).toBeVisible();
  await expect(day).toHaveAttribute('aria-invalid', 'true');
  await expect(day).toHaveValue('2020-01-01');
  await hydrated(page);
  await day.fill(typed);
  await plan.click();
  await expect(panel.getByText(en.workspaceSecurity.enforce_planned, { exact: true })).toBeVisible();
  await expect(panel.getByText(fill(en.workspaceSecurity.planned_from, { date: words }))).toBeVisible();
  await expect(day).toHaveValue(typed);
  await expectAccessible(page, 'planned');

  await visit(page, `${PAGE}?tab=2fa`);
  const remindOne = page.getByRole('button', { name: plural(en.factors.remind_people, 1) });
  await remindOne.click();
  await expect(page.getByRole('status').filter({ hasText: plural(en.factors.reminded, 1) })).toBeVisible();
  await hydrated(page);
  await remindOne.click();
  await expect(page.getByRole('alert').filter({ hasText: en.errors.reminded_today })).toBeVisible();
  await expectAccessible(page, 'reminded');

  const told = theirs.getByText(fill(en.shell.enroll_by, { date: words }));
  await visit(theirs, '/users');
  await expect(told).toBeVisible();
  await expectAccessible(theirs, 'told');
  await theirs.getByRole('link', { name: en.shell.enroll_now }).click();
  await theirs.waitForURL('**/account/security?dialog=enable-2fa');
  await expect(told).toHaveCount(0);
  await setUp(theirs);
  await expect(theirs.getByText(en.security.enabled)).toBeVisible();
  await visit(theirs, '/users');
  await expect(told).toHaveCount(0);

  await visit(page, `${PAGE}?tab=2fa`);
  const nobody = page.getByRole('button', { name: en.factors.remind, exact: true });
  await expect(nobody).toHaveAttribute('aria-disabled', 'true');
  await expect(nobody).toHaveAccessibleDescription(en.factors.none);
  await visit(page, PAGE);
  await panel.getByRole('button', { name: en.workspaceSecurity.plan_cancel }).click();
  await expect(panel.getByText(en.workspaceSecurity.enforce_off, { exact: true })).toBeVisible();
  await expect(day).toHaveValue('');
});

// S0.20
test('people are selected and reminded, and the list says how often', async ({ page, browse, site }) => {
  const theirs = await browse({});
  await bringIn(page, theirs, someone('Pia', 'Holm'));
  const day = Date.now() + 14 * 24 * 60 * 60 * 1000;
  site.installation.database.run(`UPDATE workspace SET enforce_2fa_from = ${day}`);
  await visit(page, `${PAGE}?tab=2fa&state=off`);
  const remind = page.getByRole('button', { name: en.factors.remind_selected });
  const box = page.getByRole('checkbox', { name: fill(en.bulk.select, { name: 'Pia Holm' }) });
  await remind.click();
  await expect(page.getByRole('alert').filter({ hasText: en.factors.select_somebody })).toBeVisible();
  await hydrated(page);
  await box.check();
  await remind.click();
  await expect(page.getByRole('status').filter({ hasText: plural(en.factors.reminded, 1) })).toBeVisible();
  await hydrated(page);
  await expect(page).toHaveURL(/\?tab=2fa&state=off$/);
  const once = fill(en.factors.reminders_last, { count: '1', date: '' }).trim();
  await expect(page.getByRole('row').filter({ hasText: 'Pia Holm' })).toContainText(once);
  // Once a day; the selection is kept.
  await expect(box).not.toBeChecked();
  await box.check();
  await remind.click();
  await expect(page.getByRole('alert').filter({ hasText: en.errors.nobody_to_remind })).toBeVisible();
  await hydrated(page);
  await expect(box).toBeChecked();
  await expectAccessible(page, 'selected');
});

// S0.24
test('nobody else opens the page or finds it in the menu', async ({ page, browse, faults }) => {
  faults.expectStatus(403);
  const theirs = await browse({});
  await bringIn(page, theirs, someone('Ola', 'Dahl'));
  await visit(theirs, '/users');
  await expect(theirs.getByRole('link', { name: en.shell.security, exact: true })).toHaveCount(0);
  const answer = await theirs.goto(PAGE);
  expect(answer?.status()).toBe(403);
});

// S0.26
test('without permanent deletion people can only be archived', async ({ page, browse }) => {
  const person = someone('Una', 'Moe');
  const theirs = await browse({});
  await bringIn(page, theirs, person);
  await visit(page, PAGE);
  await page.getByLabel(en.workspaceSecurity.permanent_deletion).uncheck();
  await save(page);
  await visit(page, '/users');
  await (await rowAction(page, 'Una Moe', en.users.delete)).click();
  const dialog = page.getByRole('dialog', { name: fill(en.users.delete_title, { name: 'Una Moe' }) });
  await modal(dialog);
  await expect(dialog.getByText(en.errors.erasure_forbidden)).toBeVisible();
  await expect(dialog.getByRole('radio')).toHaveCount(1);
});
