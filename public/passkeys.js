/**
 * The browser's part of passkeys: asks the site for a challenge, the device for its signature, and sends the form with it.
 * Whatever goes wrong, the page says so in its own words and everything else on it works as before.
 */
const fromBase64 = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const toBase64 = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

async function optionsFrom(form) {
  const body = new URLSearchParams({ _csrf: form.elements.namedItem('_csrf').value });
  const answer = await fetch(form.dataset.options, { method: 'POST', body });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return answer.json();
}

const withBytes = (list = []) => list.map((item) => ({ ...item, id: fromBase64(item.id) }));

async function created(options) {
  const publicKey = {
    ...options,
    challenge: fromBase64(options.challenge),
    user: { ...options.user, id: fromBase64(options.user.id) },
    excludeCredentials: withBytes(options.excludeCredentials),
  };
  const credential = await navigator.credentials.create({ publicKey });
  const { attestationObject, clientDataJSON } = credential.response;
  return answerOf(credential, {
    attestationObject: toBase64(attestationObject),
    clientDataJSON: toBase64(clientDataJSON),
    transports: credential.response.getTransports?.() ?? [],
  });
}

async function signed(options) {
  const publicKey = {
    ...options,
    challenge: fromBase64(options.challenge),
    allowCredentials: withBytes(options.allowCredentials),
  };
  const credential = await navigator.credentials.get({ publicKey });
  const { authenticatorData, clientDataJSON, signature, userHandle } = credential.response;
  return answerOf(credential, {
    authenticatorData: toBase64(authenticatorData),
    clientDataJSON: toBase64(clientDataJSON),
    signature: toBase64(signature),
    ...(userHandle ? { userHandle: toBase64(userHandle) } : {}),
  });
}

function answerOf(credential, response) {
  const { id, rawId, type } = credential;
  return { id, rawId: toBase64(rawId), type, response, clientExtensionResults: credential.getClientExtensionResults() };
}

async function send(form) {
  const message = form.querySelector('[data-passkey-failed]');
  message.hidden = true;
  try {
    const options = await optionsFrom(form);
    const answer = await (form.dataset.passkey === 'add' ? created(options) : signed(options));
    form.elements.namedItem('response').value = JSON.stringify(answer);
    form.submit();
  } catch {
    // Refused, cancelled, timed out: browsers tell no more than that.
    message.hidden = false;
  }
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!window.PublicKeyCredential || !window.isSecureContext) continue;
  form.hidden = false;
  for (const note of document.querySelectorAll('[data-passkey-needs]')) note.hidden = true;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(form);
  });
}
