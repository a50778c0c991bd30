/** Which parameters of an address say who sent the reader, and not what the page is. */

const PREFIXES = [
  'utm_',
  'utm-',
  'mtm_',
  'matomo_',
  'pk_',
  'piwik_',
  'hsa_',
  'at_',
  'ga_',
  'fb_action_',
  'itm_',
  'vero_',
  'oly_',
  'guce_',
];

const NAMES = new Set(
  // Russian services first: Yandex.Direct, Yandex search, LiveInternet, Mail.ru, VK
  (
    'yclid ymclid ysclid yqrid yadclid _openstat openstat frommail rb_clickid vkclid ' +
    'fbclid fb_source fb_ref igsh igshid gclid gclsrc gbraid wbraid dclid srsltid _ga _gl msclkid twclid twsrc ttclid li_fat_id ' +
    'epik rdt_cid sccid mc_cid mc_eid mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsctatracking wickedid __s _branch_match_id ' +
    's_cid s_kwcid ncid cmpid cmp icid ito ocid smid smtyp sr_share spm zanpid xtor wt_mc wt_zmc trk trkcampaign guccounter ' +
    'ref_src ref_url cvid campaign_id rss_source feed_source'
  ).split(' '),
);

// Ordinary names that are tracking only by their value: `?ref=main` is a branch, `?ref=rss` is not.
const BY_VALUE = new Set(['ref', 'referer', 'referrer', 'source', 'src', 'from']);
const SENDER =
  /^(?:rss|feed|feeds|atom|rssfeed|feedburner|newsletter|email|twitter|facebook|telegram|vk|tg|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|ru|io|co|me))$/i;

/** `pair` is one raw `name=value` of a query. */
export function isTrackingParameter(pair: string): boolean {
  const [rawName = '', value = ''] = pair.split('=', 2);
  const name = plainName(rawName);
  if (NAMES.has(name) || PREFIXES.some((prefix) => name.startsWith(prefix))) return true;
  return BY_VALUE.has(name) && SENDER.test(value);
}

function plainName(raw: string): string {
  try {
    return decodeURIComponent(raw).toLowerCase();
  } catch {
    return raw.toLowerCase();
  }
}
