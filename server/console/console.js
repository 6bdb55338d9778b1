// The console: one page that speaks to this process with the same AWS calls any client makes.
'use strict';

const $ = (id) => document.getElementById(id);
const kRegion = 'us-east-1';

function element(tag, text, attributes = {}) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  Object.assign(node, attributes);
  return node;
}

// Signed as anybody: an unknown key is let in, as with any client that has no account here.
function credentials(service) {
  return {
    'X-Amz-Date': `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`,
    'Authorization': authorization(service),
  };
}

function authorization(service) {
  return `AWS4-HMAC-SHA256 Credential=console/20000101/${kRegion}/${service}/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
}

async function checked(response) {
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response;
}

async function stepFunctions(operation, input) {
  const response = await fetch('/', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `AWSStepFunctions.${operation}`,
      ...credentials('states'),
    },
    body: JSON.stringify(input),
  });
  return (await checked(response)).json();
}

async function s3(path, options = {}) {
  const headers = { ...options.headers, ...credentials('s3') };
  return checked(await fetch(path, { ...options, headers }));
}

async function s3List(path, item) {
  const xml = new DOMParser().parseFromString(await (await s3(path)).text(), 'application/xml');
  const text = (node, name) => node.getElementsByTagName(name)[0]?.textContent ?? '';
  return [...xml.getElementsByTagName(item)].map((node) => (name) => text(node, name));
}

const objectPath = (bucket, key) => `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;

async function showHealth() {
  const health = await (await checked(await fetch('/_cloudling/health'))).json();
  $('health').textContent = `${health.status} · ${Object.keys(health.services).join(', ')} · version ${health.version}`;
}

function duration(execution) {
  if (!execution.stopDate) return '';
  return `${Math.round((execution.stopDate - execution.startDate) * 1000)} ms`;
}

async function showHistory(execution) {
  const { events } = await stepFunctions('GetExecutionHistory', { executionArn: execution.executionArn, maxResults: 1000 });
  $('history').hidden = false;
  $('history-title').textContent = execution.name;
  $('events').replaceChildren(...events.map((event) => {
    const details = event.stateEnteredEventDetails ?? event.stateExitedEventDetails ?? {};
    const row = element('tr');
    const after = `${Math.round((event.timestamp - events[0].timestamp) * 1000)} ms`;
    for (const text of [event.id, event.type, details.name ?? '', after]) row.append(element('td', text));
    return row;
  }));
}

function executionRow(machine, execution) {
  const row = element('tr');
  const name = element('td');
  const open = element('button', execution.name, { className: 'link', type: 'button' });
  open.addEventListener('click', () => showHistory(execution));
  name.append(open);
  row.append(element('td', machine.name), name,
    element('td', execution.status, { className: `status-${execution.status}` }),
    element('td', new Date(execution.startDate * 1000).toLocaleTimeString()),
    element('td', duration(execution)));
  return row;
}

async function showExecutions() {
  const { stateMachines } = await stepFunctions('ListStateMachines', {});
  const rows = [];
  for (const machine of stateMachines) {
    const { executions } = await stepFunctions('ListExecutions', { stateMachineArn: machine.stateMachineArn, maxResults: 20 });
    rows.push(...executions.map((execution) => executionRow(machine, execution)));
  }
  const none = element('tr');
  none.append(element('td', 'None yet.', { colSpan: 5 }));
  $('executions').replaceChildren(...(rows.length ? rows : [none]));
}

async function showBuckets() {
  const nodes = [];
  for (const bucket of await s3List('/', 'Bucket')) {
    const name = bucket('Name');
    const list = element('ul');
    for (const object of await s3List(`/${name}?list-type=2&max-keys=100`, 'Contents')) {
      const item = element('li', `${object('Key')} · ${object('Size')} bytes`);
      list.append(item);
    }
    nodes.push(element('h3', name), list.children.length ? list : element('p', 'Empty.'));
  }
  $('buckets').replaceChildren(...(nodes.length ? nodes : [element('p', 'None yet.')]));
}

async function picture(title, blob) {
  const figure = element('figure');
  const image = element('img', undefined, { src: URL.createObjectURL(blob), alt: title });
  await image.decode();
  figure.append(image, element('figcaption', `${title}: ${image.naturalWidth} × ${image.naturalHeight}, ${blob.size} bytes`));
  return figure;
}

async function uploadAndResize(file) {
  await s3(objectPath('images-original', file.name), { method: 'PUT', body: file, headers: { 'Content-Type': file.type } });
  const response = await fetch('/resize', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ bucket: 'images-original', key: file.name }),
  });
  const answer = await response.json();
  $('resize-answer').hidden = false;
  $('resize-answer').textContent = JSON.stringify(answer, null, 2);
  const pictures = [await picture('original', file)];
  if (answer.thumbnail) {
    const thumbnail = await s3(objectPath(answer.thumbnail.bucket, answer.thumbnail.key));
    pictures.push(await picture('thumbnail', await thumbnail.blob()));
  }
  $('pictures').replaceChildren(...pictures);
}

async function refresh() {
  try {
    await showHealth();
    await showExecutions();
    await showBuckets();
  } catch (error) {
    $('health').textContent = `not answering: ${error.message}`;
  }
}

$('resize').addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = event.target.querySelector('button');
  button.disabled = true;
  try {
    await uploadAndResize(event.target.image.files[0]);
  } catch (error) {
    $('resize-answer').hidden = false;
    $('resize-answer').textContent = error.message;
  }
  button.disabled = false;
  await refresh();
});

refresh();
setInterval(refresh, 5000);
