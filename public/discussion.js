/**
 * Comforts of writing and reading replies: typed text that is kept here and on the server, a selected passage quoted,
 * votes without a reload, new replies announced, names completed. Everything works without this script.
 */
const KEEP_AFTER_MS = 2500;
const numbers = new Intl.NumberFormat(document.documentElement.lang);

/** Storage may be switched off or full: then the server alone keeps drafts, and nothing else changes. */
function stored(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

function send(url, fields) {
  const token = document.querySelector('input[name="_csrf"]')?.value ?? '';
  const body = new URLSearchParams({ ...fields, _csrf: token });
  return fetch(url, { method: 'POST', body, keepalive: body.toString().length < 60_000, redirect: 'manual' });
}

/* Drafts */

function keepDraft(form) {
  const area = form.querySelector('textarea');
  const place = form.dataset.draft;
  const key = `draft:${place}`;
  const status = noteBelow(area);
  // A reply counts as sent when a page of ours came back with the post, not when the button was pressed.
  const hasArrived = /^#(post-|article-|held$)/.test(location.hash);
  if (stored(() => sessionStorage.getItem('sent')) === key && hasArrived) stored(() => localStorage.removeItem(key));
  stored(() => sessionStorage.removeItem('sent'));
  if (area.value === '') area.value = stored(() => localStorage.getItem(key)) ?? '';
  const keeper = createKeeper({ place, area, status });
  area.addEventListener('input', () => {
    stored(() => (area.value === '' ? localStorage.removeItem(key) : localStorage.setItem(key, area.value)));
    keeper.later();
    showCount(area, status);
  });
  form.addEventListener('submit', () => {
    keeper.stop();
    stored(() => sessionStorage.setItem('sent', key));
  });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && keeper.now());
  forgetWhenDiscarded(key);
  insertQuote(area);
  if (location.hash === `#${area.id}`) typeOnAt(area);
  showCount(area, status);
}

/** Sends what is typed to the server, a moment after the last keystroke and never twice the same. */
function createKeeper({ place, area, status }) {
  let timer;
  let kept = area.value;
  let isStopped = false;
  const now = () => {
    clearTimeout(timer);
    if (isStopped || area.value === kept) return;
    kept = area.value;
    send('/drafts', { place, markdown: area.value }).then(
      (answer) => status.say(answer.ok ? 'saved' : 'failed'),
      () => {
        kept = '';
        status.say('failed');
      },
    );
  };
  return {
    now,
    later: () => {
      clearTimeout(timer);
      timer = setTimeout(now, KEEP_AFTER_MS);
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

function forgetWhenDiscarded(key) {
  for (const note of document.querySelectorAll('form.draft-note')) {
    note.addEventListener('submit', () => stored(() => localStorage.removeItem(key)));
  }
}

/** A line below the text for its length and for where it is kept; the words come with the page. */
function noteBelow(area) {
  const words = document.getElementById('discussion-words')?.dataset ?? {};
  const line = document.createElement('p');
  line.className = 'draft-status';
  const length = document.createElement('span');
  const kept = document.createElement('span');
  kept.setAttribute('role', 'status');
  line.append(length, kept);
  area.after(line);
  return {
    say: (what) => {
      kept.textContent = (what === 'saved' ? words.saved : words.failed) ?? '';
    },
    length: (used, max) => {
      length.textContent = (words.count ?? '')
        .replace('%used', numbers.format(used))
        .replace('%max', numbers.format(max));
    },
  };
}

function showCount(area, status) {
  if (area.maxLength > 0) status.length(area.value.length, area.maxLength);
}

/* Quotes */

function insertQuote(area) {
  const quote = stored(() => sessionStorage.getItem('quote'));
  stored(() => sessionStorage.removeItem('quote'));
  if (!quote || area.value.includes(quote)) return;
  area.value = `${area.value === '' ? '' : `${area.value.trimEnd()}\n\n`}${quote}\n\n`;
  area.dispatchEvent(new Event('input'));
}

/** The browser has put the focus here; what comes next belongs below the quote. */
function typeOnAt(area) {
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
  area.scrollTop = area.scrollHeight;
}

/** Each name becomes a button that writes it where the caret stands. */
function offerEmoji(list) {
  const area = document.getElementById(list.dataset.emojiFor);
  if (!area) return;
  list.parentElement.querySelector('[data-emoji-press]').hidden = false;
  for (const item of list.querySelectorAll('li')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...item.childNodes);
    button.addEventListener('click', () => {
      const before = area.value.slice(0, area.selectionStart);
      // A name that touches a word is none.
      const gap = /[\p{L}\p{N}:/]$/u.test(before) ? ' ' : '';
      const name = button.querySelector('code').textContent;
      area.setRangeText(`${gap}${name} `, area.selectionStart, area.selectionEnd, 'end');
      area.dispatchEvent(new Event('input'));
      area.focus();
    });
    item.replaceChildren(button);
  }
}

/** Of a selected passage the answer quotes just that; the link then asks for no quote of the whole post. */
function rememberQuote(event) {
  const link = event.target.closest?.('a[data-quote]');
  const selection = getSelection();
  const post = link && document.getElementById(link.dataset.quote);
  if (!post || !selection || selection.isCollapsed || !post.contains(selection.anchorNode)) return;
  const lines = selection.toString().trim().split('\n');
  stored(() => sessionStorage.setItem('quote', lines.map((line) => `> ${line}`).join('\n')));
  const address = new URL(link.href);
  address.searchParams.delete('quote');
  link.href = address.href;
}

/* Votes */

function voteInPlace(event) {
  const form = event.target;
  const button = event.submitter;
  if (!form.matches?.('form[data-votes]') || !button) return;
  event.preventDefault();
  const fields = { value: button.value, _csrf: form.querySelector('[name="_csrf"]').value };
  const request = { method: 'POST', body: new URLSearchParams(fields), headers: { Accept: 'application/json' } };
  fetch(form.action, request).then(
    async (answer) => (answer.ok ? showVotes(form, button, await answer.json()) : location.reload()),
    () => location.reload(),
  );
}

function showVotes(form, pressed, { up, down }) {
  const [forIt, against] = form.querySelectorAll('button');
  const sent = pressed.value;
  for (const [button, value, count] of [
    [forIt, 'up', up],
    [against, 'down', down],
  ]) {
    const isOn = sent === value;
    button.value = isOn ? 'none' : value;
    button.setAttribute('aria-pressed', String(isOn));
    button.querySelector('.vote-count').textContent = numbers.format(count);
  }
}

/* New replies */

function listenForReplies(line) {
  const link = line.querySelector('a');
  const quiet = link.textContent;
  let source;
  let address = line.dataset.live;
  line.setAttribute('aria-live', 'polite');
  const open = () => {
    if (source || document.visibilityState === 'hidden') return;
    source = new EventSource(address);
    source.addEventListener('message', (event) => {
      const { text, url, last } = JSON.parse(event.data);
      link.textContent = text;
      link.href = url;
      link.dataset.last = last;
      line.classList.add('has-new');
    });
  };
  const close = () => {
    source?.close();
    source = undefined;
  };
  link.addEventListener('click', async (event) => {
    const { last } = link.dataset;
    if (!last) return;
    event.preventDefault();
    if (!(await insertReplies(link.href))) return location.assign(link.href);
    close();
    const next = new URL(address, location.href);
    next.searchParams.set('after', last);
    address = next.href;
    delete link.dataset.last;
    link.textContent = quiet;
    link.href = address;
    line.classList.remove('has-new');
    open();
  });
  document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? close() : open()));
  addEventListener('pagehide', close);
  open();
}

/** Takes the new posts out of the page that shows them. Leaves whether any were added. */
async function insertReplies(url) {
  const list = document.getElementById('posts');
  const answer = await fetch(url).catch(() => null);
  if (!list || !answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = [...page.querySelectorAll('#posts > .post')].filter((post) => !document.getElementById(post.id));
  for (const post of fresh) list.append(document.adoptNode(post));
  document.querySelector('.discussion > .empty')?.remove();
  const [first] = fresh;
  if (!first) return false;
  first.tabIndex = -1;
  first.focus();
  return true;
}

/* Mentions */

const BEFORE_CARET = /(?:^|[\s(])@(?:["«“]([^"»”\n]{1,30})|([\p{L}\p{N}][\p{L}\p{N}._-]{0,29}))$/u;

function completeNames(area) {
  const list = document.createElement('ul');
  list.className = 'suggestions';
  list.id = 'mention-suggestions';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', document.getElementById('discussion-words')?.dataset.suggestions ?? '');
  list.hidden = true;
  area.after(list);
  area.setAttribute('aria-controls', list.id);
  area.setAttribute('aria-autocomplete', 'list');
  let asked = '';
  let current = -1;

  const hide = () => {
    list.hidden = true;
    list.replaceChildren();
    current = -1;
    area.removeAttribute('aria-activedescendant');
  };
  const typed = () => BEFORE_CARET.exec(area.value.slice(Math.max(0, area.selectionStart - 40), area.selectionStart));
  const choose = (name) => {
    const match = typed();
    hide();
    if (!match) return;
    const start = area.selectionStart - match[0].length + match[0].indexOf('@');
    const mention = /^[\p{L}\p{N}._-]+$/u.test(name) ? `@${name} ` : `@"${name}" `;
    area.setRangeText(mention, start, area.selectionStart, 'end');
    area.dispatchEvent(new Event('input'));
    area.focus();
  };
  const mark = (at) => {
    current = (at + list.children.length) % list.children.length;
    for (const [index, item] of [...list.children].entries()) item.setAttribute('aria-selected', index === current);
    area.setAttribute('aria-activedescendant', list.children[current].id);
  };
  const show = (names) => {
    const items = names.map((name, at) => {
      const item = document.createElement('li');
      item.id = `mention-${at}`;
      item.setAttribute('role', 'option');
      item.textContent = name;
      item.addEventListener('mousedown', (event) => {
        event.preventDefault();
        choose(name);
      });
      return item;
    });
    list.replaceChildren(...items);
    list.hidden = items.length === 0;
    if (items.length > 0) mark(0);
  };
  area.addEventListener('input', async () => {
    const match = typed();
    asked = match ? (match[1] ?? match[2]) : '';
    const question = asked;
    if (question === '') return hide();
    const answer = await fetch(`/suggest/members?q=${encodeURIComponent(question)}`).catch(() => null);
    if (answer?.ok && asked === question) show((await answer.json()).names);
  });
  area.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark(current + step);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(list.children[current].textContent);
    else if (event.key === 'Escape') hide();
    else return;
    event.preventDefault();
  });
  area.addEventListener('blur', hide);
}

for (const form of document.querySelectorAll('form[data-draft]')) {
  keepDraft(form);
  completeNames(form.querySelector('textarea'));
}
// A form whose text is not kept on the server.
for (const form of document.querySelectorAll('form[data-names]'))
  completeNames(document.getElementById(form.dataset.names));
for (const line of document.querySelectorAll('[data-live]')) listenForReplies(line);
document.addEventListener('click', rememberQuote);
for (const list of document.querySelectorAll('[data-emoji-for]')) offerEmoji(list);
document.addEventListener('submit', voteInPlace);
