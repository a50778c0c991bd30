/**
 * Comforts that no page depends on: relative times that stay true, and what was read is marked as read.
 * Everything works without this script.
 */
const language = document.documentElement.lang;
const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

function relative(ms) {
  const distance = ms - Date.now();
  const step = STEPS.find(([, size]) => Math.abs(distance) >= size);
  // Under a minute, and after a week in an open tab, the server's own words stay.
  if (!step || Math.abs(distance) > 7 * 86_400_000) return null;
  const words = new Intl.RelativeTimeFormat(language === 'en' ? 'en-GB' : language, { numeric: 'always' });
  return words.format(Math.trunc(distance / step[1]), step[0]);
}

function refreshTimes() {
  for (const time of document.querySelectorAll('time[data-relative]')) {
    const words = relative(Date.parse(time.dateTime));
    if (words) time.textContent = words;
  }
}

/** Links of an old forum name the message by its bare number. */
function followOldNumber() {
  const number = /^#([1-9]\d{0,9})$/.exec(location.hash)?.[1];
  if (number && location.pathname.startsWith('/threads/')) location.replace(`/posts/${number}`);
}

followOldNumber();
refreshTimes();
setInterval(refreshTimes, 60_000);

/** Tells how far this page was read once its end has been on the screen; without this script there is a button. */
function reportReading(form) {
  const button = form.querySelector('button');
  if (!button) return;
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), keepalive: true }).then(
      (answer) => {
        if (answer.ok) button.hidden = true;
      },
      () => {},
    );
  });
  watcher.observe(form);
}

for (const form of document.querySelectorAll('form[data-read]')) reportReading(form);

/** A browser that is subscribed under a key which the site has lost must first be released from it. */
async function subscribe(manager, options) {
  try {
    return await manager.subscribe(options);
  } catch (error) {
    if (error.name !== 'InvalidStateError') throw error;
    await (await manager.getSubscription())?.unsubscribe();
    return manager.subscribe(options);
  }
}

/** The button "call me in this browser" is there only where the browser can; it fills and sends an ordinary form. */
function offerPush(form) {
  if (!('serviceWorker' in navigator) || !('PushManager' in window)) return;
  const say = (what) => {
    for (const note of form.querySelectorAll('[data-push-says]')) note.hidden = note.dataset.pushSays !== what;
  };
  form.hidden = false;
  form.parentElement.querySelector('[data-push-needs]').hidden = true;
  form.addEventListener('submit', async (event) => {
    if (form.elements.endpoint.value) return;
    event.preventDefault();
    say('nothing');
    try {
      const worker = await navigator.serviceWorker.register('/push-worker.js');
      await navigator.serviceWorker.ready;
      const options = { userVisibleOnly: true, applicationServerKey: form.dataset.push };
      const { endpoint, keys } = (await subscribe(worker.pushManager, options)).toJSON();
      form.elements.endpoint.value = endpoint;
      form.elements.p256dh.value = keys.p256dh;
      form.elements.auth.value = keys.auth;
      form.submit();
    } catch (error) {
      say(error.name === 'NotAllowedError' || Notification.permission === 'denied' ? 'refused' : 'failed');
    }
  });
}

for (const form of document.querySelectorAll('form[data-push]')) offerPush(form);
