/** A link's headline and first words, fetched through the guard, as the beginning of a thread about it. */
import type { PageDescription, PageSource } from '../feeds/full-text/describe-page.js';
import { AppError } from '../lib/errors.js';
import type { HttpFailureReason } from '../lib/http-failure.js';
import type { HttpGet } from '../lib/http-get.js';
import { checkedLink } from './start-thread.js';

const MAX_PAGE_BYTES = 4_000_000;

export type DescribeLinkParts = {
  httpGet: HttpGet;
  describePage: (page: PageSource) => Promise<PageDescription>;
};

export function createDescribeLink(parts: DescribeLinkParts) {
  /** Throws `link-unreachable` with the reason, or `link-empty` where the page says nothing. */
  return async function describeLink(typed: string): Promise<PageDescription> {
    const url = checkedLink(typed);
    if (url === null) throw new AppError('link-invalid', { status: 422 });
    const answer = await parts.httpGet(url, {
      headers: { accept: 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1' },
      maxBytes: MAX_PAGE_BYTES,
    });
    const why =
      answer.kind === 'failed'
        ? publicReason(answer.reason)
        : whyNotAPage(answer.status, answer.headers['content-type']);
    if (answer.kind === 'failed' || why !== null) {
      throw new AppError('link-unreachable', { status: 422, params: { why: why ?? '' } });
    }
    const charset = /;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(answer.headers['content-type'] ?? '')?.[1] ?? null;
    const page = await parts.describePage({ bytes: answer.body, httpCharset: charset });
    if (page.title === '') throw new AppError('link-empty', { status: 422 });
    return page;
  };
}

export type DescribeLink = ReturnType<typeof createDescribeLink>;

/** Which names exist only in our own network is nobody's business: they are unknown like those that exist nowhere. */
function publicReason(reason: HttpFailureReason): HttpFailureReason {
  return reason === 'blocked-address' ? 'dns' : reason;
}

function whyNotAPage(status: number, type: string | undefined): string | null {
  if (status < 200 || status > 299) return `HTTP ${status}`;
  return type === undefined || /html/i.test(type) ? null : type.slice(0, 60);
}
