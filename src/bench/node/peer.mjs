import { setTimeout as pause } from "node:timers/promises";
import { createInterface } from "node:readline";

/** About 200 bytes. */
export const payload = {
  customer: "8f14e45f-ceea-467a-9575-0c1d2b3a4f5e",
  template: "order-confirmation",
  language: "en-GB",
  to: "somebody@example.com",
  subject: "Your order has been shipped",
  order: 4711,
  priority: "normal",
};

export const database = {
  host: process.env.PGHOST,
  port: Number(process.env.PGPORT),
  database: process.env.PGDATABASE,
  user: process.env.PGUSER,
  password: process.env.PGPASSWORD,
};

/** Lets so many clients do the steps at the same time; steps/s. */
export async function perSecond(steps, clients, step) {
  let left = steps;
  const client = async () => {
    while (left-- > 0) {
      await step();
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  return rate(steps, start);
}

export function rate(items, start) {
  return (items * 1000) / (performance.now() - start);
}

/** What the handlers have done: a promise of so many calls, or of the moment of the next one. */
export class Handled {
  #left = 0;
  #all = () => {};
  #next = null;

  expect(jobs) {
    this.#left = jobs;
    return new Promise((resolve) => (this.#all = resolve));
  }

  next() {
    return new Promise((resolve) => (this.#next = resolve));
  }

  one() {
    if (this.#next) {
      this.#next(performance.now());
      this.#next = null;
    } else if (--this.#left === 0) {
      this.#all();
    }
  }
}

/** Enqueues one job, waits for its start, pauses, and so on; milliseconds each. */
export async function latencies(jobs, handled, enqueue) {
  const figures = [];
  for (let i = 0; i < jobs; i++) {
    await pause(5 + Math.random() * 25);
    const started = handled.next();
    const before = performance.now();
    await enqueue();
    figures.push((await started) - before);
  }
  return figures;
}

/** Returns as soon as the query finds no row. */
export async function awaitNone(pool, query) {
  while ((await pool.query(`${query} limit 1`)).rowCount > 0) {
    await pause(0.5);
  }
}

/**
 * Answers commands from standard input, such as `drain 1000`, with a line of JSON each, so that one
 * warm process measures them all. Ends with its input.
 */
export async function serve(peer) {
  for await (const line of createInterface({ input: process.stdin })) {
    const [command, ...numbers] = line.split(" ");
    const figures = await peer[command](...numbers.map(Number));
    process.stdout.write(`${JSON.stringify({ figures: [figures ?? []].flat() })}\n`);
  }
  process.exit(0);
}
