/** Branding: the name, the color and the sender of mails, where they are set and where they show. */
import type { Page } from '@playwright/test';

import { visit } from '../fixtures/people';
import { picture, png } from '../fixtures/pictures';
import { expect, test } from '../fixtures/test';
import { en, fill, shape } from '../fixtures/texts';

test.use({ siteName: 'own' });

const TAB = '/admin/settings?tab=branding';

/** Saves the form that is shown, and waits until that is said. */
async function save(page: Page): Promise<void> {
  await page.locator('#save').click();
  await expect(page.getByRole('status').filter({ hasText: en.userWindow.saved }).last()).toBeVisible();
  await expect(page.locator('#save')).toBeHidden();
}

/** What a color token of the page comes to. */
function token(page: Page, name: string): Promise<string> {
  return page.evaluate((name) => {
    const probe = document.createElement('i');
    document.body.append(probe);
    probe.style.setProperty('color', `var(${name})`);
    const color = getComputedStyle(probe).color;
    probe.remove();
    return color;
  }, name);
}

test('name and color show at once, on the next page, and before the sign-in @anywhere', async ({ page, browse }) => {
  await visit(page, TAB);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.branding.tab);
  const name = page.getByLabel(en.branding.name);
  const before = await name.inputValue();
  const own = await token(page, '--teal-fill');
  await name.fill('Kestrel Works');
  await page.getByLabel(en.branding.accent).fill('#2f7d8c');
  await expect(page.getByText(shape(en.branding.contrast))).toBeVisible();
  await expect(page.locator('.branding-preview text').first()).toHaveText('Kestrel Works');
  await expect(page.locator('.branding-preview rect[fill="#2f7d8c"]')).toHaveCount(2);
  await save(page);
  await expect(page.getByRole('complementary')).toContainText('Kestrel Works');
  await expect.poll(() => token(page, '--teal-fill')).toBe('rgb(47, 125, 140)');
  const stranger = await browse();
  await stranger.goto('/login');
  await expect(stranger.locator('.mark')).toContainText('Kestrel Works');
  expect(await token(stranger, '--teal-fill')).toBe('rgb(47, 125, 140)');

  await name.fill(before);
  await page.getByLabel(en.branding.accent).fill('');
  await save(page);
  await expect.poll(() => token(page, '--teal-fill')).toBe(own);
  await page.reload();
  await expect(page.locator('#accent')).toHaveCount(0);
});

test('a color that does not stand out is refused with the reason beside the field', async ({ page, faults }) => {
  faults.expectStatus(422);
  await visit(page, TAB);
  const accent = page.getByLabel(en.branding.accent);
  await accent.fill('#ffee99');
  await expect(page.getByText(shape(en.branding.error_light))).toBeVisible();
  await accent.fill('#10203a');
  await expect(page.getByText(shape(en.branding.error_dark))).toBeVisible();
  await expect(accent).toHaveAttribute('aria-invalid', 'true');
  await page.locator('#save').click();
  await expect(page.getByText(shape(en.branding.error_dark))).toBeVisible();
  await accent.fill('teal');
  await page.locator('#save').click();
  await expect(page.getByText(en.branding.error_color)).toBeVisible();
  await page.locator('.save-bar').getByRole('button', { name: en.account.discard }).click();
  await expect(page.locator('.save-bar')).toBeHidden();
});

test('the sender of mails is shown before it is saved', async ({ page }) => {
  await visit(page, TAB);
  await page.getByLabel(en.branding.sender).fill('Kestrel Post');
  await expect(page.getByText(fill(en.branding.preview_from, { name: 'Kestrel Post' }))).toBeVisible();
  await page.locator('.save-bar').getByRole('button', { name: en.account.discard }).click();
  await expect(page.getByText(fill(en.branding.preview_from, { name: 'Kestrel Post' }))).toBeHidden();
});

test('what was changed in two places is shown with both values', async ({ page, site, browse, faults }) => {
  faults.expectStatus(409);
  await visit(page, TAB);
  const colleague = await browse({ storageState: site.session });
  await visit(colleague, TAB);
  await colleague.getByLabel(en.branding.sender).fill('Theirs');
  await save(colleague);
  await page.getByLabel(en.branding.sender).fill('Mine');
  await page.locator('#save').click();
  await expect(page.getByText(en.account.stale)).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: 'Theirs' })).toBeVisible();
  await page.getByRole('button', { name: en.account.take_stored }).click();
  await expect(page.getByLabel(en.branding.sender)).toHaveValue('Theirs');
  await page.getByLabel(en.branding.sender).fill('');
  await save(page);
});

/** The row of one logo. */
function logoOf(page: Page, title: string) {
  const row = page.getByRole('group', { name: title, exact: true });
  return { row, file: row.getByLabel(en.branding.logo_file), image: row.locator('img'), remove: row.getByRole('button', { name: en.branding.logo_remove }) };
}

/** Waits until what was done to a logo is said. */
async function said(page: Page, text: string): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: text }).last()).toBeVisible();
}

/** Removes what earlier tests left. */
async function withoutLogos(page: Page): Promise<void> {
  for (const title of [en.branding.logo_light, en.branding.logo_dark]) {
    const logo = logoOf(page, title);
    if ((await logo.image.count()) === 0) continue;
    await logo.remove.click();
    await expect(logo.image).toHaveCount(0);
  }
}

test('a logo takes the place of the name in the menu, the preview and before the sign-in @anywhere', async ({ page, browse }) => {
  await visit(page, TAB);
  await withoutLogos(page);
  const [light, dark] = [logoOf(page, en.branding.logo_light), logoOf(page, en.branding.logo_dark)];
  const menu = page.getByRole('complementary').locator('.mark');
  await expect(menu.locator('img')).toHaveCount(0);
  await page.getByLabel(en.branding.sender).fill('Not saved yet');
  await light.file.setInputFiles(picture(1024, 128));
  await said(page, en.branding.logo_saved);
  await expect(light.image).toBeVisible();
  await expect(menu.locator('img')).toBeVisible();
  await expect(menu.locator('img')).toHaveAttribute('alt', /.+/);
  expect(await light.image.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([512, 64]);
  await expect(page.locator('.branding-preview image')).toHaveCount(2);
  await expect(page.getByLabel(en.branding.sender)).toHaveValue('Not saved yet');
  await dark.file.setInputFiles(picture(60, 30));
  await expect(dark.image).toBeVisible();
  await expect(menu.locator('source')).toHaveCount(1);
  const stranger = await browse();
  await stranger.goto('/login');
  await expect(stranger.locator('.mark img')).toHaveAttribute('src', await dark.image.getAttribute('src') ?? '');
  // What was typed beside it is still there to be saved, over the newer version.
  await page.getByLabel(en.branding.sender).fill('');
  await expect(page.locator('#save')).toBeHidden();

  await light.remove.click();
  await said(page, en.branding.logo_removed);
  await expect(light.image).toHaveCount(0);
  await expect(page.getByText(en.branding.logo_none)).toBeVisible();
  await dark.remove.click();
  await expect(dark.image).toHaveCount(0);
  await expect(menu.locator('img')).toHaveCount(0);
});

// UP-07 UP-12
test('a file that is refused is said beside its field, and a dropped one is taken', async ({ page, faults }) => {
  faults.expectStatus(422);
  await visit(page, TAB);
  await withoutLogos(page);
  const { row, file, image, remove } = logoOf(page, en.branding.logo_light);
  await file.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from('text') });
  await expect(row.getByRole('alert')).toHaveText(en.pictures.not_a_picture);
  await expect(file).toHaveAttribute('aria-invalid', 'true');
  await file.setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') });
  await expect(row.getByRole('alert')).toHaveText(en.pictures.not_a_picture);
  await file.setInputFiles({ ...picture(), buffer: Buffer.alloc(5 * 1024 * 1024 + 1, 1) });
  await expect(row.getByRole('alert')).toHaveText(fill(en.pictures.too_large, { megabytes: 5 }));
  await expect(image).toHaveCount(0);
  await row.evaluate((row, bytes) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([new Uint8Array(bytes)], 'logo.png', { type: 'image/png' }));
    row.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: dropped }));
  }, [...png(40, 20)]);
  await expect(image).toBeVisible();
  await expect(row.getByRole('alert')).toBeHidden();
  await remove.click();
  await expect(image).toHaveCount(0);
});
