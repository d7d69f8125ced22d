/** Why?: the panel over a page, the page itself, and asking for what one may not do. */
import { bringIn, hydrated, modal, row, rowAction, signIn, someone, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en, fill, plural, shape } from '../fixtures/texts';

test.use({ siteName: 'own' });

const TITLE = en.explain.title;

// S0.23
test('a disabled entry of a menu leads to its reason, and the panel gives the focus back', async ({ page, site }) => {
  await visit(page, '/users');
  const own = await rowAction(page, site.owner.email, en.users.delete);
  await expect(own).toHaveAttribute('aria-disabled', 'true');
  const menu = page.getByRole('menu', { name: shape(en.users.actions_for) });
  await menu.getByRole('menuitem', { name: `${en.explain.why} ${en.users.delete}` }).click();
  const panel = page.getByRole('dialog', { name: TITLE });
  await modal(panel);
  await expect(panel.getByRole('status').filter({ hasText: en.explain.no_self })).toBeVisible();
  await expect(panel).toContainText(en.blockers.own_account);
  await expect(panel).toContainText(en.userWindow.no_fix);
  await expect(page).toHaveURL(/\/users$/);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(row(page, site.owner.email).getByRole('button', { name: shape(en.users.actions_for) })).toBeFocused();
});

// S0.22 S0.23 S0.24
test('a fix leads to the dialog with the change filled in, and nothing is changed before Save', async ({ page, browse }) => {
  const ana = someone('Ana', 'Alder');
  await bringIn(page, await browse(), ana);
  await page.getByRole('link', { name: 'Ana Alder' }).click();
  await page.getByRole('link', { name: en.userWindow.tab_access, exact: true }).click();
  await page.getByLabel(fill(en.userWindow.question, { name: 'Ana Alder' })).selectOption('seats_buy');
  await page.getByRole('button', { name: en.userWindow.explain }).click();
  await page.locator('#answer').getByRole('link', { name: en.explain.do_this }).first().click();
  const steps = page.getByRole('region', { name: fill(en.users.role_title, { name: 'Ana Alder' }) });
  await expect(steps.getByLabel(en.roles.permission_billing, { exact: true })).toBeChecked();
  await expect(steps.getByRole('definition').filter({ hasText: en.roles.permission_billing })).toBeVisible();
  await expect(page.getByRole('table')).not.toContainText(en.roles.permission_billing);
  await steps.getByRole('button', { name: en.users.role_save }).click();
  await expect(page.getByRole('table')).toContainText(en.roles.permission_billing);
  await page.getByRole('button', { name: en.common.undo }).click();
  await expect(page.getByRole('table')).not.toContainText(en.roles.permission_billing);
});

test('the page finds people by what is typed, and offers whom it could mean', async ({ page, browse }) => {
  const [ana, anton] = [someone('Ana', 'Alder'), someone('Anton', 'Alder')];
  await bringIn(page, await browse(), ana);
  await bringIn(page, await browse(), anton);
  await visit(page, '/explain');
  await page.getByLabel(en.explain.person, { exact: true }).fill('alder');
  await page.getByLabel(en.explain.action, { exact: true }).selectOption('seats_buy');
  await page.getByRole('button', { name: en.userWindow.explain }).click();
  await page.getByRole('link', { name: 'Anton Alder' }).click();
  await expect(page.locator('#answer')).toContainText(fill(en.userWindow.verdict_no, { name: 'Anton Alder' }));
  await expect(page).toHaveURL(/\/explain\?user=[-0-9a-f]+&can=seats_buy$/);
  await page.reload();
  await expect(page.locator('#answer')).toContainText(fill(en.userWindow.verdict_no, { name: 'Anton Alder' }));
  await page.getByLabel(en.explain.person, { exact: true }).fill('nobody at all');
  await page.getByRole('button', { name: en.userWindow.explain }).click();
  await expect(page.getByText(en.explain.nobody)).toBeVisible();
});

// S0.23
test('a page that is closed says why, and those who can open it are asked once a day', async ({ page, browse, mail, faults, site }) => {
  faults.expectStatus(403);
  const ana = someone('Ana', 'Alder');
  const theirs = await browse();
  await bringIn(page, theirs, ana);
  expect((await theirs.goto('/admin/audit'))?.status()).toBe(403);
  await hydrated(theirs);
  await expect(theirs.getByRole('main')).toContainText(en.blockers.no_grant);
  await theirs.getByRole('main').getByRole('link', { name: en.explain.why }).click();
  const panel = theirs.getByRole('dialog', { name: TITLE });
  await modal(panel);
  await expect(panel).toContainText(en.explain.no_self);
  await theirs.keyboard.press('Escape');
  await theirs.getByRole('main').getByRole('link', { name: en.explain.request }).click();
  await theirs.getByLabel(en.explain.message).fill('For the yearly check');
  await theirs.getByRole('button', { name: en.explain.request_send }).click();
  await expect(theirs.getByRole('main').getByRole('status').filter({ hasText: en.explain.requested })).toBeVisible();
  const letters = (): boolean => mail.for(site.owner.email).some((letter) => letter.text.includes('For the yearly check'));
  await expect.poll(letters, { timeout: 20_000 }).toBe(true); // Mails wait ten seconds.
  await theirs.getByLabel(en.explain.message).fill('Once more');
  await theirs.getByRole('button', { name: en.explain.request_send }).click();
  await expect(theirs.getByRole('alert')).toContainText(en.explain.requested_today);
  await expect(theirs.getByLabel(en.explain.message)).toHaveValue('Once more');
});

test('each ability on My permissions leads to its reason', async ({ page, browse }) => {
  const ana = someone('Ana', 'Alder');
  const theirs = await browse();
  await bringIn(page, theirs, ana);
  await visit(theirs, '/account/permissions?q=seats');
  expect(new URL(theirs.url()).search).toBe('?q=seats');
  await theirs.getByRole('searchbox').fill('audit');
  await theirs.getByRole('main').getByRole('button', { name: en.common.search }).click();
  // A button without a name stands in no address.
  await expect(theirs).toHaveURL(/\/account\/permissions\?q=audit$/);
  const line = theirs.locator('[data-action="audit_view"]');
  await line.locator('summary').click();
  await line.getByRole('link', { name: en.explain.why }).click();
  await modal(theirs.getByRole('dialog', { name: TITLE }));
  await theirs.getByRole('dialog', { name: TITLE }).getByRole('link', { name: en.explain.ask_more }).click();
  await expect(theirs).toHaveURL(/\/explain\?can=audit_view$/);
  await expect(theirs.getByRole('dialog', { name: TITLE })).toBeHidden();
});

// S1.9 S3.25
test('names, note and end can be taken back for a while', async ({ page, browse }) => {
  const ana = someone('Ana', 'Alder');
  await bringIn(page, await browse(), ana);
  await page.getByRole('link', { name: 'Ana Alder' }).click();
  await page.getByLabel(en.common.last_name).fill('Ash');
  await page.locator('#save-names').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ana Ash');
  await page.getByRole('button', { name: en.common.undo }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ana Alder');
  const panel = page.getByRole('region', { name: en.userWindow.admin_title });
  await panel.getByLabel(en.userWindow.note).fill('mistaken');
  await panel.getByRole('button', { name: en.common.save }).click();
  await page.getByRole('button', { name: en.common.undo }).click();
  await expect(panel.getByLabel(en.userWindow.note)).toHaveValue('');
  await page.getByRole('link', { name: en.userWindow.tab_access, exact: true }).click();
  await page.getByLabel(en.userWindow.ends_day).fill('2040-05-31');
  await page.locator('#save-end').click();
  await expect(page.getByRole('cell', { name: '31 May 2040' })).toBeVisible();
  await page.getByRole('button', { name: en.common.undo }).click();
  await expect(page.getByRole('cell', { name: en.userWindow.no_end })).toBeVisible();
});

// S0.15
test('idle holders of seats are disabled together, and can be brought back', async ({ page, browse, site }) => {
  const [ana, bo] = [someone('Ana', 'Alder'), someone('Bo', 'Birch')];
  await bringIn(page, await browse(), ana);
  await bringIn(page, await browse(), bo);
  const long = Date.now() - 40 * 24 * 60 * 60 * 1000;
  site.installation.database.run(`UPDATE "user" SET last_seen_at = ${long} WHERE last_name IN ('Alder', 'Birch')`);
  await visit(page, '/admin/seats?idle=30');
  for (const name of ['Ana Alder', 'Bo Birch']) {
    await row(page, name).getByRole('checkbox').check();
  }
  await page.getByRole('button', { name: en.explain.disable_selected }).click();
  const dialog = page.getByRole('dialog', { name: plural(en.bulk.disable_title, 2) });
  await modal(dialog);
  await expect(page).toHaveURL(/\/admin\/seats\?idle=30&dialog=disable$/);
  await dialog.locator('#bulk-confirm').click();
  await expect(dialog).toBeHidden();
  await expect(row(page, 'Ana Alder')).toHaveCount(0);
  await page.getByRole('button', { name: en.common.undo }).click();
  await expect(row(page, 'Ana Alder')).toBeVisible();
  await expect(row(page, 'Bo Birch')).toBeVisible();
  // An address that was sent to somebody selects nobody.
  await visit(page, '/admin/seats?idle=30&dialog=disable');
  await expect(page).toHaveURL(/\/admin\/seats\?idle=30$/);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test('page and panel are no wider than the screen', async ({ page, site }) => {
    await visit(page, '/explain?can=seats_buy');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await visit(page, '/users');
    await rowAction(page, site.owner.email, en.users.delete);
    await page.getByRole('menuitem', { name: `${en.explain.why} ${en.users.delete}` }).click();
    await modal(page.getByRole('dialog', { name: TITLE }));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
});

test('someone who was brought in is explained to themself', async ({ page, browse }) => {
  const ana = someone('Ana', 'Alder');
  const theirs = await browse();
  await bringIn(page, theirs, ana);
  await theirs.close();
  const again = await browse();
  await signIn(again, ana);
  await visit(again, '/explain?can=seats_buy');
  await expect(again.locator('#answer')).toContainText(en.explain.no_self);
  await expect(again.getByLabel(en.explain.person, { exact: true })).toHaveCount(0);
});
