// A worker for Jobward, one job at a time. Node 18 or newer, nothing else: node worker.mjs
import { exec } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const API_URL = process.env.API_URL ?? 'http://127.0.0.1:8080/v1';
const TOKEN_COMMAND = process.env.TOKEN_COMMAND ?? 'scripts/token --groups worker';
const WORKER_ID = process.env.WORKER_ID ?? `${hostname()}-${process.pid}`;
const LEASE = wholeNumber('LEASE_SECONDS', 30);
const GRACE = wholeNumber('GRACE_SECONDS', 20);
const WAIT = 20; // seconds that a claim waits for work
const JSON_TYPE = { 'Content-Type': 'application/json' };

function wholeNumber(name, standard) {
  const value = Number(process.env[name] ?? standard);
  if (Number.isInteger(value)) return value;
  console.error(`${name} is to be a whole number.`);
  process.exit(2);
}

// What this worker can do: a function for each job type. Put yours here.
async function count(job) { // JSON, and slow: something to watch, to cancel and to try again
  if (job.attempts < (job.payload.worksAtAttempt ?? 1)) {
    throw new Failure('NOT_READY', 'What this job needs is not there yet.', true);
  }
  const { to } = job.payload;
  for (let n = 1; n <= to; n++) {
    check(job);
    await sleep(100);
    job.progress = { percent: Math.floor(100 * n / to), message: `${n} of ${to}` }; // told by the next heartbeat
  }
  return report(job, 'complete', { resultType: 'JSON', result: { counted: to } });
}

async function greet(job) { // TEXT
  if (!('name' in job.payload)) throw new Failure('NAME_MISSING', 'payload.name is missing.', false);
  return report(job, 'complete', { resultType: 'TEXT', result: `Good morning, ${job.payload.name.trim()}` });
}

async function table(job) { // FILE, written to the disk and sent from there
  function* lines() {
    for (let n = 1; n <= job.payload.rows; n++) {
      check(job);
      yield `${n},${n * n}\n`;
    }
  }
  const folder = await mkdtemp(join(tmpdir(), 'job-'));
  try {
    const path = join(folder, 'squares.csv');
    await pipeline(lines, createWriteStream(path));
    return await upload(job, path, 'squares.csv', 'text/csv');
  } finally {
    await rm(folder, { recursive: true });
  }
}

const HANDLERS = { 'example.count': count, 'example.greet': greet, 'example.table': table };
const JOB_TYPES = process.env.JOB_TYPES?.split(',') ?? Object.keys(HANDLERS);

class Failure extends Error {
  constructor(code, message, retryable) { // the job's owner sees code and message
    super(message);
    this.report = { code, message, retryable };
  }
}

function check(job) { // to be called often: ends the work if the job was cancelled or lost, or the worker stops
  if (job.stopped) throw job.stopped;
}

let stopping = false, current, token;

async function work() {
  const claim = { workerId: WORKER_ID, jobTypes: JOB_TYPES, maxJobs: 1, leaseSeconds: LEASE, waitSeconds: WAIT };
  while (!stopping) {
    const { status, answer } = await call('/worker/claim', claim, { timeout: WAIT + 10 });
    if (status !== 200) giveUp(`The claim was refused: ${JSON.stringify(answer)}`);
    for (current of answer.data.jobs) await run(current);
    current = undefined;
  }
}

async function run(job) {
  heartbeats(job); // they go on beside the work
  let told;
  try {
    told = await HANDLERS[job.jobType](job);
    if (![200, 404, 409].includes(told.status)) { // the result cannot be kept; it is too large, for example
      throw new Failure('RESULT_REFUSED', told.answer.message, false);
    }
  } catch (e) {
    if (!(e instanceof Failure)) console.error(e); // for this log, not for the job's owner
    const failure = e instanceof Failure ? e : new Failure('WORKER_ERROR', 'The worker failed.', true);
    told = await report(job, 'fail', failure.report);
  }
  job.done = true;
  console.log(job.jobType, job.jobId, told.status, told.answer.message);
}

async function heartbeats(job) {
  for (;;) {
    await sleep(1000 * LEASE / 3);
    if (job.done || job.lost) return;
    const { status, answer } = await report(job, 'heartbeat', { leaseSeconds: LEASE, progress: job.progress });
    job.lost = status !== 200;
    if (job.lost) job.stopped = new Failure('LEASE_LOST', 'This is not reported any more.', true);
    else if (answer.data.cancelRequested) job.stopped = new Failure('CANCELLED', 'The job was cancelled.', false);
  }
}

function report(job, what, members) {
  return call(`/worker/jobs/${job.jobId}/${what}`, { leaseToken: job.leaseToken, ...members }, { job });
}

function upload(job, path, name, type) {
  const headers = { 'Lease-Token': job.leaseToken, 'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}"` };
  const stream = () => createReadStream(path); // a new one each time that it is sent
  return call(`/worker/jobs/${job.jobId}/result`, stream, { method: 'PUT', headers, timeout: 300, job });
}

// Repeats a request until the API has answered it, or the job is lost.
async function call(path, body, { method = 'POST', headers = JSON_TYPE, timeout = 10, job }) {
  for (let tries = 0; !job?.lost; ) {
    let status = 0, pause = 0, answer, fresh;
    try {
      const bearer = token ?? (await promisify(exec)(TOKEN_COMMAND)).stdout.trim();
      fresh = bearer !== token;
      token = bearer;
      const response = await fetch(API_URL + path, {
        method,
        headers: { ...headers, Authorization: `Bearer ${bearer}` },
        body: typeof body === 'function' ? body() : JSON.stringify(body),
        duplex: 'half', // for a stream
        signal: AbortSignal.timeout(1000 * timeout),
      });
      const isJson = response.headers.get('Content-Type')?.startsWith('application/json');
      answer = isJson ? await response.json() : {};
      if ('success' in answer) {
        status = response.status;
        pause = Number(response.headers.get('Retry-After')) || 0;
      } else { // but from a proxy, or a server that is still starting
        answer = { message: `${response.status}, not from the API` };
      }
    } catch (e) {
      answer = { message: e.cause?.code ?? e.name }; // its text may hold a secret
    }
    if (status === 401 && !fresh) {
      token = undefined; // it has expired
    } else if (status === 401 || status === 403) {
      giveUp(`The token was refused: ${answer.message}`);
    } else if (status >= 200 && status < 500 && status !== 429) {
      return { status, answer };
    } else {
      console.log(`${path}: ${answer.message} - trying again`);
      await sleep(1000 * Math.max(pause, (0.5 + Math.random() / 2) * Math.min(2 ** tries++, job ? 2 : 30)));
    }
  }
  return { status: 409, answer: { message: 'The lease on this job is lost.' } };
}

// Claims nothing more, lets the job end, then stops it. If it does not stop, its lease runs out.
async function finish() {
  stopping = true;
  await idle(GRACE);
  if (current) current.stopped = new Failure('WORKER_STOPPED', 'The worker was stopped.', true);
  await idle(5);
  process.exit(0);
}

async function idle(seconds) {
  for (let i = 0; current && i < 20 * seconds; i++) await sleep(50);
}

function giveUp(sentence) {
  console.log(sentence);
  process.exit(1);
}

process.on('SIGTERM', finish).on('SIGINT', finish);
await work();
