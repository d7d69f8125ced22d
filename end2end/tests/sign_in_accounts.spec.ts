/** The sign-in does not tell which accounts there are. */
import type { Page } from '@playwright/test';

import { enterPassword, invite, someone, visit } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { en } from '../fixtures/texts';

test.use({ siteName: 'own', as: 'nobody' });

const refused = (page: Page) => page.getByText(en.signIn.refused_title);

// EN-01
test('the answer is the same for every account, whatever its status', async ({ page, site, browse }) => {
  const invited = someone('Ida', 'Berg');
  const owner = await browse({ storageState: site.session });
  await visit(owner, '/users');
  await invite(owner, invited.email);
  const answers = new Set<string>();
  for (const identifier of [site.owner.email, invited.email, 'nobody@nowhere.example', 'nobody', '<b>x</b>']) {
    await page.goto('/login');
    await enterPassword(page, identifier, 'not the password');
    await expect(refused(page)).toBeVisible();
    const answer = await page.getByRole('main').innerText();
    answers.add(`${answer} at ${page.url()}`);
  }
  expect([...answers]).toHaveLength(1);
});

