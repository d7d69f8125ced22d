/** One's own picture: chosen or dropped, cut by pointer and keys, shown wherever one is, and removed. */
import type { Locator, Page } from '@playwright/test';

import { expectAccessible } from '../fixtures/axe';
import { accountMenu, modal, visit } from '../fixtures/people';
import { picture, png, type PictureFile } from '../fixtures/pictures';
import { expect, test } from '../fixtures/test';
import { en, fill } from '../fixtures/texts';

test.use({ siteName: 'own' });

const LIMITS = { megabytes: 5, side: 4096 };

/** The picture that is pressed. */
const face = (page: Page): Locator => page.getByRole('button', { name: en.pictures.change });

/** The dialog that cuts, once it holds the keyboard and shows the picture. */
async function cutting(page: Page): Promise<Locator> {
  const dialog = page.getByRole('dialog', { name: en.pictures.section_title });
  await modal(dialog);
  await expect(dialog.getByRole('application')).toBeFocused();
  await expect(dialog.locator('.section img')).toHaveAttribute('style', /width/);
  return dialog;
}

/** Chooses a file as a file dialog does. */
async function choose(page: Page, file: PictureFile): Promise<void> {
  const opened = page.waitForEvent('filechooser');
  await face(page).click();
  await (await opened).setFiles(file);
}

async function save(page: Page, dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: en.common.save }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: en.pictures.saved }).last()).toBeVisible();
}

/** Drops something on the picture. */
async function drop(page: Page, what: { files?: { name: string; type: string; bytes: number[] }[]; text?: string }): Promise<void> {
  const dropped = await page.evaluateHandle(({ files, text }) => {
    const data = new DataTransfer();
    for (const { name, type, bytes } of files ?? []) data.items.add(new File([new Uint8Array(bytes)], name, { type }));
    if (text !== undefined) data.setData('text/uri-list', text);
    return data;
  }, what);
  await face(page).dispatchEvent('dragover', { dataTransfer: dropped });
  await face(page).dispatchEvent('drop', { dataTransfer: dropped });
}

/** Removes what another test left. */
async function without(page: Page): Promise<void> {
  await visit(page, '/account/profile');
  const remove = page.getByRole('button', { name: en.pictures.remove });
  if (await remove.isVisible()) await remove.click();
  await expect(remove).toBeHidden();
}

/** The color in the middle of the picture of so many pixels that is shown. */
async function color(image: Locator): Promise<number[]> {
  await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.complete && element.naturalWidth > 0)).toBe(true);
  return image.evaluate((element: HTMLImageElement) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [element.naturalWidth, element.naturalHeight];
    const context = canvas.getContext('2d');
    context?.drawImage(element, 0, 0);
    return Array.from(context?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data ?? []).slice(0, 3);
  });
}

// S1.2 S1.7 S2.7
test('a chosen file is cut by keys, shown everywhere at once, and removed', async ({ page }) => {
  await without(page);
  await expect(page.locator('.picture__camera')).toHaveCSS('opacity', '0');
  await face(page).focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(page.locator('.picture__camera')).toHaveCSS('opacity', '1');
  await choose(page, picture());
  const dialog = await cutting(page);
  await expect(dialog.getByText(en.pictures.section_hint)).toBeVisible();
  // All the way to the right half, which is blue: the picture moves left.
  for (let press = 0; press < 12; press += 1) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('+');
  await expect(dialog.getByRole('status').filter({ hasText: fill(en.pictures.zoomed, { percent: 120 }) })).toBeAttached();
  await page.keyboard.press('-');
  await dialog.getByRole('button', { name: en.pictures.zoom_in }).click();
  await dialog.getByRole('button', { name: en.pictures.zoom_out }).click();
  await save(page, dialog);
  await expect(face(page)).toBeFocused();
  const shown = face(page).locator('img');
  await expect(shown).toHaveAttribute('src', /^\/avatars\/[0-9a-f-]{36}\/[0-9a-f-]{36}\/256$/);
  const [red, , blue] = await color(shown);
  expect(blue).toBeGreaterThan(150);
  expect(red).toBeLessThan(90);
  await expect(page.locator('.me .avatar img')).toHaveAttribute('src', /\/64$/);
  await expect((await accountMenu(page)).locator('.avatar img')).toHaveAttribute('src', /\/64$/);
  await page.keyboard.press('Escape');
  // Nothing of the form is unsaved because of it.
  await expect(page.locator('#save')).toBeHidden();
  await page.reload();
  await expect(page.locator('.me .avatar img')).toBeVisible();
  await visit(page, '/users');
  await expect(page.getByRole('row').locator('.avatar img').first()).toBeVisible();
  await visit(page, '/users?view=cards');
  await expect(page.locator('.ucard .avatar img').first()).toBeVisible();

  await visit(page, '/account/profile');
  await page.getByRole('button', { name: en.pictures.remove }).click();
  await expect(page.getByRole('status').filter({ hasText: en.pictures.removed }).last()).toBeVisible();
  await expect(page.locator('.avatar img')).toHaveCount(0);
  await expect(page.getByRole('button', { name: en.pictures.remove })).toBeHidden();
});

// S1.6 S2.7 UP-12
test('a dropped file is cut by the pointer; of several the first is taken', async ({ page }) => {
  await without(page);
  const image = { name: 'me.png', type: 'image/png', bytes: [...png(400, 200)] };
  await drop(page, { files: [{ name: 'notes.txt', type: 'text/plain', bytes: [1] }, image, image] });
  const dialog = await cutting(page);
  await expect(dialog.getByText(en.pictures.only_first)).toBeVisible();
  const box = await dialog.getByRole('application').boundingBox();
  if (box === null) throw new Error('the section is not there');
  // To the left half, which is red: the picture is pulled to the right.
  await page.mouse.move(box.x + 40, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 4, box.y + 40, { steps: 5 });
  await page.mouse.up();
  await save(page, dialog);
  const [red, , blue] = await color(face(page).locator('img'));
  expect(red).toBeGreaterThan(150);
  expect(blue).toBeLessThan(90);
});

// UP-07 UP-12
test('what is no picture is said in words, and leaves the picture as it is', async ({ page, faults }) => {
  faults.expectStatus(422);
  await without(page);
  const alert = page.getByRole('alert');
  await drop(page, { text: 'https://studio.example/me.png' });
  await expect(alert.filter({ hasText: en.pictures.address })).toBeVisible();
  await drop(page, { files: [{ name: 'notes.txt', type: 'text/plain', bytes: [1, 2, 3] }] });
  await expect(alert.filter({ hasText: en.pictures.not_a_picture })).toBeVisible();
  await choose(page, { ...picture(), buffer: Buffer.alloc(5 * 1024 * 1024 + 1, 1) });
  await expect(alert.filter({ hasText: fill(en.pictures.too_large, LIMITS) })).toBeVisible();
  await choose(page, picture(4097, 2));
  await expect(alert.filter({ hasText: fill(en.pictures.too_many_pixels, LIMITS) })).toBeVisible();
  await choose(page, { ...picture(), buffer: Buffer.from('not what its name says') });
  await expect(alert.filter({ hasText: en.pictures.broken })).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.locator('.avatar img')).toHaveCount(0);
  // A picture that is fine takes the message away, and leaving the dialog changes nothing.
  await choose(page, picture());
  const dialog = await cutting(page);
  await expect(alert).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.locator('.avatar img')).toHaveCount(0);
});

// What the server refuses stays in the dialog, with what was chosen.
test('a refusal of the server is said in the dialog, and can be tried again', async ({ page, faults }) => {
  faults.expectStatus(429);
  await without(page);
  await page.route('**/uploads/picture', (route) => route.fulfill({
    status: 429, contentType: 'application/json', body: JSON.stringify({ rate_limited: { retry_after_secs: 60 } }),
  }), { times: 1 });
  await choose(page, picture());
  const dialog = await cutting(page);
  await dialog.getByRole('button', { name: en.common.save }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await save(page, dialog);
});

test('the dialog fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await without(page);
  await choose(page, picture());
  const dialog = await cutting(page);
  await expect(dialog.getByRole('button', { name: en.common.save })).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await expectAccessible(page, 'cut');
  await page.keyboard.press('Escape');
});
