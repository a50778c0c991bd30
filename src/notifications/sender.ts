/** Who the site's mails come from: MAIL_FROM, or the site under its own host. */
import type { Config } from '../config/load-config.js';
import type { MailAddress } from '../lib/mail.js';

export function senderOf(config: Pick<Config, 'MAIL_FROM' | 'SITE_NAME'>, baseUrl: string): MailAddress {
  const given = config.MAIL_FROM;
  if (given) return { name: given.name === '' ? config.SITE_NAME : given.name, address: given.address };
  return { name: config.SITE_NAME, address: `noreply@${new URL(baseUrl).hostname}` };
}
