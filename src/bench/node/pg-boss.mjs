import pg from "pg";
import { PgBoss } from "pg-boss";
import { awaitNone, database, Handled, latencies, payload, perSecond, rate, serve } from "./peer.mjs";

const pool = new pg.Pool(database);
const handled = new Handled();
const workers = 4;
const batchSize = 250;

// Two queues, since NOTIFY, which makes the start fast, makes the enqueue slower.
const quiet = "mail";
const notifying = "urgent-mail";

const boss = new PgBoss({ ...database, max: 20, useListenNotify: true, schedule: false });
boss.on("error", console.error);

async function empty() {
  await boss.deleteAllJobs(quiet);
  await boss.deleteAllJobs(notifying);
  await pool.query("vacuum analyze pgboss.job_common");
}

await serve({
  async prepare() {
    await boss.start();
    await boss.createQueue(quiet);
    await boss.createQueue(notifying, { notify: true });
  },

  async enqueue(jobs, clients) {
    const figure = await perSecond(jobs, clients, () => boss.send(quiet, payload));
    await empty();
    return figure;
  },

  async drain(jobs) {
    for (let loaded = 0; loaded < jobs; loaded += 5000) {
      const batch = Array.from({ length: Math.min(5000, jobs - loaded) }, () => ({ data: payload }));
      await boss.insert(quiet, batch);
    }
    await pool.query("analyze pgboss.job_common");
    const all = handled.expect(jobs);
    const start = performance.now();
    await boss.work(
      quiet,
      { batchSize, localConcurrency: workers, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 },
      async (batch) => batch.forEach(() => handled.one()),
    );
    await all;
    await awaitNone(
      pool,
      `select 1 from pgboss.job where name = '${quiet}' and state < 'completed'`,
    );
    const figure = rate(jobs, start);
    await boss.offWork(quiet);
    await empty();
    return figure;
  },

  async latencies(jobs) {
    await boss.work(notifying, { pollingIntervalSeconds: 0.5 }, async () => handled.one());
    const figures = await latencies(jobs, handled, () => boss.send(notifying, payload));
    await boss.offWork(notifying);
    await empty();
    return figures;
  },
});
