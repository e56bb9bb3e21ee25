// Lets one try the operations of the page. Without this script the page is a reference.
'use strict';

const KEY = 'vitrine-api-token';
const field = document.getElementById('token');
const signIn = document.getElementById('sign-in');

/** The address of an operation with what was typed: ids in their places, parameters behind the question mark. */
function addressOf(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  for (const input of form.querySelectorAll('input')) {
    if (input.dataset.in === 'path') {
      path = path.replace(`{${input.name}}`, encodeURIComponent(input.value));
    } else if (input.dataset.in === 'query' && input.value !== '') {
      query.set(input.name, input.value);
    }
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

function headersOf(form) {
  const headers = new Headers({ Accept: 'application/json' });
  if (field.value !== '') headers.set('Authorization', `Bearer ${field.value.trim()}`);
  for (const input of form.querySelectorAll('input[data-in="header"]')) {
    if (input.value !== '') headers.set(input.name, input.value);
  }
  return headers;
}

/** JSON with line breaks; anything else as it came. */
function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send(form) {
  const shown = form.querySelector('pre');
  const body = form.querySelector('textarea');
  shown.textContent = '…';
  try {
    const headers = headersOf(form);
    if (body) headers.set('Content-Type', 'application/json');
    const answer = await fetch(addressOf(form), {
      method: form.dataset.method,
      headers,
      body: body ? body.value : undefined,
      cache: 'no-store',
    });
    const lines = [`${answer.status} ${answer.statusText}`];
    for (const [name, value] of answer.headers) lines.push(`${name}: ${value}`);
    shown.textContent = `${lines.join('\n')}\n\n${readable(await answer.text())}`;
  } catch (error) {
    shown.textContent = String(error);
  }
}

signIn.hidden = false;
signIn.addEventListener('submit', (event) => event.preventDefault());
field.value = sessionStorage.getItem(KEY) ?? '';
field.addEventListener('input', () => sessionStorage.setItem(KEY, field.value));
for (const form of document.querySelectorAll('form.try')) {
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(form);
  });
}
