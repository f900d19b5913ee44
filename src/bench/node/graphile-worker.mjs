import { Logger, makeWorkerUtils, run } from "graphile-worker";
import pg from "pg";
import { awaitNone, database, Handled, latencies, payload, perSecond, rate, serve } from "./peer.mjs";

const concurrentJobs = 24;
const pool = new pg.Pool({ ...database, max: concurrentJobs + 2 });
pool.on("error", console.error);
pool.on("connect", (connection) => connection.on("error", console.error));
const handled = new Handled();
const logger = new Logger(() => () => {});
const options = {
  pgPool: pool,
  noHandleSignals: true,
  parsedCronItems: [],
  taskList: { mail: async () => handled.one() },
  preset: {
    worker: {
      concurrentJobs,
      logger,
      localQueue: { size: 500 },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
    },
  },
};
let client;

function empty() {
  return pool.query("truncate graphile_worker._private_jobs, graphile_worker._private_job_queues");
}

await serve({
  async prepare() {
    client = await makeWorkerUtils({ pgPool: pool, logger });
    await client.migrate();
  },

  async enqueue(jobs, clients) {
    const figure = await perSecond(jobs, clients, () => client.addJob("mail", payload));
    await empty();
    return figure;
  },

  async drain(jobs) {
    for (let loaded = 0; loaded < jobs; loaded += 5000) {
      const batch = { length: Math.min(5000, jobs - loaded) };
      await client.addJobs(Array.from(batch, () => ({ identifier: "mail", payload })));
    }
    await pool.query("analyze graphile_worker._private_jobs");
    const all = handled.expect(jobs);
    const start = performance.now();
    const runner = await run(options);
    await all;
    await awaitNone(pool, "select 1 from graphile_worker._private_jobs");
    const figure = rate(jobs, start);
    await runner.stop();
    await empty();
    return figure;
  },

  async latencies(jobs) {
    const runner = await run(options);
    const figures = await latencies(jobs, handled, () => client.addJob("mail", payload));
    await runner.stop();
    await empty();
    return figures;
  },
});
