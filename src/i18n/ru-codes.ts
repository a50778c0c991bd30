/** Русские тексты для кодов программы: ошибки, уведомления, исходы, решения. Часть `ru.ts`. */
import type { enCodes } from './en-codes.js';
import { createPlural } from './plural.js';

type Params = Record<string, string | number>;
const { count } = createPlural('ru');
// Винительный падеж: «через 1 секунду».
const seconds = (n: number) => count(n, { one: 'секунду', few: 'секунды', many: 'секунд', other: 'секунды' });
const minutes = (n: number) => count(n, { one: 'минуту', few: 'минуты', many: 'минут', other: 'минуты' });
// Родительный падеж после «не более»: 21 знака, но 22 знаков.
const characters = (n: number) => count(n, { one: 'знака', few: 'знаков', many: 'знаков', other: 'знака' });
const wait = (n: number) => (n > 90 ? minutes(Math.ceil(n / 60)) : seconds(n));
const numberOf = (value: string | number | undefined) => Number(value ?? 0) || 0;

const fetchOutcomes = {
  fresh: 'загружено',
  unchanged: 'ничего нового',
  moved: 'переехал',
  gone: 'закрыт насовсем',
  limited: 'просит подождать',
  failed: 'неудача',
  never: 'ещё не загружался',
  'not-a-feed': 'не лента',
  'html-page': 'страница, а не лента',
  empty: 'пустой ответ',
  'too-large': 'слишком большой ответ',
  'too-deep': 'слишком глубокая вложенность',
  'took-too-long': 'слишком долгий разбор',
  'bad-address': 'негодный адрес',
  'blocked-address': 'адрес в закрытой сети',
  timeout: 'нет ответа вовремя',
  dns: 'сервер не найден',
  refused: 'соединение отклонено',
  tls: 'неполадка с сертификатом',
  redirects: 'слишком много перенаправлений',
  downgrade: 'перенаправление с https на http',
  bomb: 'бомба сжатия',
  network: 'соединение прервано',
  'http-status': 'сервер ответил ошибкой',
  'http-error': 'сервер ответил ошибкой',
};
/** A reason of failure in words; what is no such reason (an HTTP status) stays as it is. */
const outcomeWords = (why: string | number | undefined) =>
  why === undefined
    ? undefined
    : Object.hasOwn(fetchOutcomes, why)
      ? fetchOutcomes[why as keyof typeof fetchOutcomes]
      : why;

export const ruCodes: typeof enCodes = {
  errors: {
    unknown: 'Что-то пошло не так. Попробуйте ещё раз.',
    'not-found': 'Такой страницы здесь нет. Возможно, она переехала или в адресе опечатка.',
    forbidden: 'У вас нет права на это действие.',
    csrf: 'Форма устарела. Обновите страницу и отправьте её ещё раз.',
    'login-required': 'Войдите, чтобы продолжить.',
    'too-many-requests': (p: Params) => `Слишком много попыток. Повторите через ${wait(numberOf(p.seconds))}.`,
    'posting-too-fast': (p: Params) => `Вы пишете слишком часто. Следующий ответ — через ${wait(numberOf(p.seconds))}.`,
    required: 'Заполните это поле.',
    'too-long': (p: Params) => `Слишком длинно: не более ${characters(numberOf(p.max))}.`,
    'too-short': (p: Params) => `Слишком коротко: не менее ${characters(numberOf(p.min))}.`,
    invalid: 'Такое значение здесь не подходит.',
    'name-taken': 'Это имя (или неотличимое на вид) занято. Выберите другое.',
    'name-invalid':
      'Годятся латинские и русские буквы и цифры, между словами — пробел, точка, дефис или подчёркивание. Нужна хотя бы одна буква.',
    'name-lookalike': 'В одном слове смешаны латинские и русские буквы. Пишите каждое слово одним алфавитом.',
    'name-reserved': 'Это имя оставлено за сайтом.',
    'email-invalid': 'Не похоже на адрес электронной почты. Пример: anna@example.org',
    'email-taken': 'С этим адресом уже есть учётная запись. Войдите в неё.',
    'password-weak':
      'Такой пароль легко подобрать. Сделайте его длиннее: хорошо подходят несколько не связанных между собой слов.',
    'password-wrong': 'Нынешний пароль указан неверно.',
    'password-same': 'Новый пароль совпадает со старым.',
    'login-failed': 'Имя и пароль не подходят друг к другу. Проверьте и попробуйте ещё раз.',
    'registration-closed': 'Регистрация закрыта.',
    'date-invalid': 'Такой даты нет. Пишите год-месяц-день, например 1984-05-17.',
    'thread-not-found': 'Такой темы нет. Возможно, её удалили.',
    'post-not-found': 'Такого сообщения нет. Возможно, его удалили.',
    'text-too-long': (p: Params) => `Текст слишком длинный: не более ${characters(numberOf(p.max))}.`,
    'text-empty': 'Сначала напишите что-нибудь.',
    'reply-target':
      'Сообщения, на которое вы отвечаете, в этой теме больше нет. Текст сохранён: отправьте его просто в тему.',
    'feed-exists': 'Этот источник уже есть в списке.',
    'feed-address': 'Это не адрес в интернете. Он начинается с https:// или http://',
    'feed-unreachable': (p: Params) => `Источник недоступен: ${outcomeWords(p.why) ?? 'нет ответа'}.`,
    'not-a-feed': 'По этому адресу нет ленты новостей (RSS, Atom или JSON Feed).',
    'html-page': 'Это обычная страница, а не лента. Нужен адрес самой ленты.',
    empty: 'Ответ пуст.',
    'too-large': 'Документ слишком велик.',
    'too-deep': 'Слишком глубокая вложенность: читать такой документ небезопасно.',
    'took-too-long': 'Документ читался слишком долго, чтение прервано.',
    'blocked-address':
      'Адрес ведёт в закрытую сеть. Такие источники не загружаются, если хоста нет в FETCH_ALLOW_HOSTS.',
    overloaded: 'Сайт перегружен. Подождите немного и обновите страницу.',
    'search-unavailable': 'Поиск запускается. Попробуйте через минуту, всё остальное работает.',
    'bad-request': 'Не удалось разобрать запрос.',
    'no-categories': 'Рубрик пока нет.',
    'not-opml': 'Этот файл — не список источников OPML.',
    'database-newer': 'База данных создана более новой версией программы.',
    'port-in-use': 'Порт занят другой программой.',
    internal: 'Ошибка на нашей стороне. Она записана в журнал; попробуйте ещё раз.',
    'database-unreachable': 'База данных не отвечает. Попробуйте через минуту.',
  },
  notices: {
    done: 'Готово.',
    registered: (p: Params) => `Добро пожаловать, ${p.name ?? ''}! Теперь можно отвечать.`,
    'logged-in': (p: Params) => `Вы вошли как ${p.name ?? ''}.`,
    'logged-out': 'Вы вышли.',
    'profile-saved': 'Профиль сохранён.',
    'password-changed': 'Пароль изменён. Все остальные сеансы завершены.',
    posted: 'Ответ опубликован.',
    'feed-added': 'Источник добавлен. Первые статьи скоро появятся.',
    'feed-saved': 'Источник сохранён.',
    'feed-paused': 'Источник приостановлен: пока вы его не возобновите, он не загружается.',
    'feed-resumed': 'Источник снова загружается по расписанию.',
    'feed-fetched': (p: Params) => `Загружено: новых — ${p.added ?? 0}, обновлённых — ${p.updated ?? 0}.`,
    'feed-fetch-failed': 'Загрузка не удалась. Причина — в истории ниже.',
  },
  fetchOutcomes,
  fetchReasons: {
    default: 'обычный промежуток',
    activity: 'по частоте публикаций',
    ttl: 'так просит источник',
    cache: 'до этого времени ответ сервера не устареет',
    'retry-after': 'сервер просил подождать',
    backoff: 'после неудач — всё реже',
    gone: 'только вручную: источник закрыт',
  },
  decisions: {
    new: 'взять',
    updated: 'обновить',
    same: 'уже есть',
    held: 'отложить на проверку',
    rejected: 'пропустить',
  },
  rejections: {
    'no-content': 'нет ни заголовка, ни текста',
    excluded: 'исключено правилом',
    'not-included': 'не подходит ни под одно правило «только это»',
    'off-topic': 'не о выборах и не о цифровой политике',
    'turned-down': 'отклонено модератором',
    deleted: 'удалено модератором',
    expired: 'старше срока хранения',
  },
  repairs: {
    'charset-guessed': 'кодировка определена по буквам',
    'charset-label-wrong': 'кодировка была названа неверно',
    'text-before-root': 'отброшен текст перед документом',
    'entities-ignored': 'пропущены собственные подстановки документа',
    'undeclared-prefix': 'разобраны необъявленные приставки',
    'entries-capped': 'записей больше, чем читается за один раз',
  },
  roles: { member: 'участник', moderator: 'модератор', admin: 'администратор' },
  genders: { female: 'женский', male: 'мужской', other: 'другой' },
};
