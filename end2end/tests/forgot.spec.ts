/** Asking for a link for a new password. */
import { enterPassword, signIn } from '../fixtures/people';
import { WORKSPACE } from '../fixtures/set_up';
import { expect, test } from '../fixtures/test';
import { en, fill } from '../fixtures/texts';

test.use({ siteName: 'own', as: 'nobody' });

const NEW = 'seven quiet harbors 91';

// S1.54, S1.55, S1.56, S2.9, S2.10
test('the link below the sign-in leads to a mail with a link, and that to a new password', async ({ page, site, mail }) => {
  const before = mail.for(site.owner.email).length;
  await page.goto('/login');
  await page.getByRole('link', { name: en.signIn.forgot }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.forgot.title);
  await page.getByLabel(en.signIn.identifier).fill(site.owner.username);
  await page.getByRole('button', { name: en.forgot.request }).click();
  await expect(page.getByRole('main')).toContainText(en.forgot.sent_text);
  const received = await mail.waitFor(site.owner.email, before + 1);
  expect(received.subject).toBe(fill(en.mails.reset_subject, { workspace: WORKSPACE }));
  const link = /https?:\/\/\S+\/reset\/[\w-]+/.exec(received.text)?.[0];
  if (!link) throw new Error('the mail has no link');
  await page.goto(new URL(link).pathname);
  await page.getByLabel(en.reset.new).fill(NEW);
  await page.getByLabel(en.common.repeat_password).fill(NEW);
  await page.getByRole('button', { name: en.reset.save }).click();
  await signIn(page, { ...site.owner, password: NEW });
});

// PR-11, EN-03
test('whoever is asked for, the answer is the same', async ({ page }) => {
  for (const who of ['nobody@people.example', 'nobody']) {
    await page.goto('/forgot');
    await page.getByLabel(en.signIn.identifier).fill(who);
    await page.getByRole('button', { name: en.forgot.request }).click();
    await expect(page.getByRole('main')).toContainText(en.forgot.sent_text);
  }
  await page.getByRole('link', { name: en.forgot.back }).click();
  await enterPassword(page, 'nobody', 'not the password');
  await expect(page.getByRole('alert')).toContainText(en.signIn.refused_title);
});
