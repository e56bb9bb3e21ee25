// The mails that the shop has sent, as its page for development shows them.
import type { APIRequestContext } from '@playwright/test';
import { expect } from './test';

/** The link to a page of the shop in the newest mail to somebody that has one; waits until the mail is there. */
export async function mailedLink(request: APIRequestContext, to: string, page: string): Promise<string> {
  let link = '';
  const look = async () => {
    const list = await (await request.get('/dev/mail')).text();
    const mails = list.split('<tr>').filter((row) => row.includes(`<td>${to}</td>`));
    for (const mail of mails) {
      const address = /href="(\/dev\/mail\/[^"]+)"/.exec(mail)?.[1];
      if (!address) continue;
      const text = await (await request.get(address)).text();
      const found = new RegExp(`<a href="(http[^"]*${page}\\?token=[^"]+)">`).exec(text)?.[1];
      if (found) {
        link = found.replaceAll('&amp;', '&');
        return true;
      }
    }
    return false;
  };
  await expect.poll(look, { timeout: 15_000, message: `a mail to ${to} with a link to ${page}` }).toBe(true);
  return link;
}

/** The token of such a link. */
export async function mailedToken(request: APIRequestContext, to: string, page: string): Promise<string> {
  return new URL(await mailedLink(request, to, page)).searchParams.get('token')!;
}
