package dev.jobward.bench;

import dev.jobward.dev.ServerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What Jobward is to reach, from what was measured. */
final class Goals {

  private static final String DB_SCHEDULER = "db-scheduler 16.12.0";
  private static final String JOBRUNR = "JobRunr 8.7.0";
  private static final String QUARTZ = "Quartz 2.5.2";
  private static final String GRAPHILE = "graphile-worker 0.18.0";
  private static final String CLIENTS = ", 8 clients";

  private final Samples samples;
  private final List<Goal> goals = new ArrayList<>();

  private Goals(Samples samples) {
    this.samples = samples;
  }

  static List<Goal> of(Samples samples, Options options) {
    Goals all = new Goals(samples);
    options.servers().forEach(all::server);
    all.lists("2,000,000 rows");
    if (options.rows() > 2_000_000) {
      all.lists(String.format(Locale.ROOT, "%,d rows", options.rows()));
    }
    all.goals.add(
        Goal.atMost("start, s", samples.median(StartUp.SECTION, StartUp.SECONDS), one(), 12));
    all.goals.add(
        Goal.atMost("memory, MB", samples.median(StartUp.SECTION, StartUp.MEMORY), one(), 600));
    return all.goals;
  }

  private void server(ServerKind kind) {
    boolean isWildFly = kind == ServerKind.WILDFLY;
    String name = Parts.jobward(kind);
    Optional<Double> drain = samples.median(Parts.DRAIN, name);
    Optional<Double> peer = samples.median(Parts.DRAIN, DB_SCHEDULER);
    least(name + ": drain / db-scheduler", drain, peer, 3);
    least(name + ": drain / JobRunr", drain, samples.median(Parts.DRAIN, JOBRUNR), 10);
    least(name + ": drain / Quartz", drain, samples.median(Parts.DRAIN, QUARTZ), 60);
    least(
        name + ": drain of 100,000 / graphile-worker",
        samples.median(Parts.DRAIN_MANY, name),
        samples.median(Parts.DRAIN_MANY, GRAPHILE),
        1);
    least(
        name + ": drain without ANALYZE / drain",
        samples.median(Parts.DRAIN_NEW, name),
        drain,
        0.8);
    least(
        name + ": drain beside 2,000,000 / drain",
        samples.median(LargeTables.BESIDE, name),
        drain,
        0.8);
    Optional<Double> enqueue = samples.median(Parts.ENQUEUE, DB_SCHEDULER + CLIENTS);
    Optional<Double> post = samples.median(Parts.ENQUEUE, name + ", POST, 32 connections");
    least(
        name + ": enqueue in process / db-scheduler",
        samples.median(Parts.ENQUEUE, name + ", in process, 64 callers"),
        enqueue,
        3);
    least(
        name + ": POST / single-row inserts",
        post,
        samples.median(Parts.ENQUEUE, "single-row inserts, 8 clients (yardstick)"),
        isWildFly ? 0.35 : 0.25);
    least(
        name + ": POST / by hand",
        post,
        samples.median(Parts.ENQUEUE, Parts.byHand(kind) + ", POST, 32 connections"),
        1);
    least(
        name + ": batches of 500 / db-scheduler",
        samples.median(Parts.ENQUEUE, name + ", batches of 500"),
        enqueue,
        5);
    goals.add(
        Goal.atMost(
            name + ": 201 to start, median / db-scheduler's",
            samples.median(Parts.ANSWER_50, name),
            samples.median(Parts.START_50, DB_SCHEDULER),
            1));
    goals.add(
        Goal.atMost(
            name + ": 201 to start, 99th percentile, ms",
            samples.median(Parts.ANSWER_99, name),
            one(),
            10));
    least(
        name + ": HTTP workers / db-scheduler's drain",
        samples.median(Parts.WORKERS, name + ", 4 workers, by 100"),
        peer,
        1);
    Optional<Double> hello = samples.median(Parts.HTTP, Parts.byHand(kind) + ", hello with token");
    least(
        name + ": GET / hello with token",
        samples.median(Parts.HTTP, name + ", GET of a job"),
        hello,
        0.5);
    least(
        name + ": page of 50 / hello with token",
        samples.median(Parts.HTTP, name + ", page of 50"),
        hello,
        0.5);
  }

  private void lists(String rows) {
    Optional<Double> first = samples.median(LargeTables.FIRST + rows, LargeTables.PLAIN);
    goals.add(
        Goal.atMost(
            "page 1,000 / page 1, " + rows,
            samples.median(LargeTables.DEEP + rows, LargeTables.PLAIN),
            first,
            1.1));
    goals.add(
        Goal.atMost(
            "slowest filtered and sorted list / page 1, " + rows,
            samples.median(LargeTables.FIRST + rows, LargeTables.WORST),
            first,
            1.5));
    goals.add(
        Goal.atMost(
            "page 1, " + rows + " / 100,000 rows",
            first,
            samples.median(LargeTables.FIRST + "100,000 rows", LargeTables.PLAIN),
            1.3));
  }

  private void least(String what, Optional<Double> figure, Optional<Double> beside, double bound) {
    goals.add(Goal.atLeast(what, figure, beside, bound));
  }

  private static Optional<Double> one() {
    return Optional.of(1.0);
  }
}
