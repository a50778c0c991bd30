/** Sample shells and forms for the view tests: an invented site, seen by a guest, a member or a moderator. */
import type { Language } from '../../src/i18n/language.js';
import type { FormState, PageHead, Shell, Viewer } from '../../src/web/page.js';

/** 2026-11-23T09:30Z. */
export const NOW = Date.UTC(2026, 10, 23, 9, 30);
export const hoursAgo = (hours: number): number => NOW - hours * 3_600_000;

export const moderator: Viewer = { id: 3, name: 'Марина Т.', role: 'moderator', isModerator: true };
/** Waits for the letter that confirms the address. */
export const newcomer: Viewer = {
  id: 6,
  name: 'Новенькая',
  role: 'member',
  isModerator: false,
  isUnverified: true,
  pendingEmail: 'new@example.org',
};
export const member: Viewer = { id: 5, name: 'артём_л', role: 'member', isModerator: false };

const sections: [string, string, string][] = [
  ['campaigns', 'Кампании', 'Campaigns'],
  ['voting', 'Голосование', 'Voting'],
  ['e-voting', 'ДЭГ', 'E-voting'],
  ['platforms', 'Платформы', 'Platforms'],
  ['security', 'Безопасность', 'Security'],
];

export function sampleShell(language: Language, changes: Partial<Shell> = {}): Shell {
  return {
    site: {
      name: 'Hustings',
      baseUrl: 'https://hustings.example',
      links: [
        { name: 'Площадь', url: 'https://plaza.example/hustings' },
        { name: 'Голубь', url: 'https://pigeon.example/hustings' },
      ],
      registrationOpen: true,
    },
    language,
    languages: [
      { code: 'ru', name: 'Русский', url: '/?lang=ru', isCurrent: language === 'ru' },
      { code: 'en', name: 'English', url: '/?lang=en', isCurrent: language === 'en' },
    ],
    viewer: null,
    csrfToken: 'sample-token',
    unreadCount: 3,
    notice: null,
    demoCommand: null,
    hasDemo: true,
    progress: null,
    categories: sections.map(([slug, ru, en]) => ({
      name: language === 'ru' ? ru : en,
      url: `/categories/${slug}`,
      isCurrent: false,
    })),
    assets: { css: '/site.css', js: '/site.js', discussion: '/discussion.js?v=1', passkeys: '/passkeys.js' },
    ...changes,
  };
}

export function sampleHead(changes: Partial<PageHead> = {}): PageHead {
  return { title: 'Hustings', description: 'Выборы & «цифровая политика»', path: '/', feedPath: '/feed', ...changes };
}

export function form<Field extends string>(
  values: FormState<Field>['values'] = {},
  errors: FormState<Field>['errors'] = {},
): FormState<Field> {
  return { values, errors };
}
