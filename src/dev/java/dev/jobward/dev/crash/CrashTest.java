package dev.jobward.dev.crash;

import dev.jobward.dev.DevelopmentKey;
import dev.jobward.dev.EmbeddedDatabase;
import dev.jobward.dev.Token;
import dev.jobward.dev.Waiting;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** {@code scripts/crash-test}: breaks a cluster under load, and counts what is lost. */
public final class CrashTest {

  private static final Path FOLDER = Path.of("target", "crash");
  private static final int NODES = 3;
  private static final int WORKERS = 3;

  /** The servers' lease, and the two seconds that others have to notice. */
  private static final long MAX_TAKE_OVER_MILLIS = 17_000;

  private static final Duration REST = Duration.ofMinutes(2);

  private CrashTest() {}

  /** {@code --minutes N}; with a fraction, if need be. */
  public static void main(String[] args) throws Exception {
    try {
      CrashReport report = run(minutes(args));
      System.out.println(report);
      System.exit(report.violations().isEmpty() ? 0 : 1);
    } catch (IllegalArgumentException e) {
      System.err.println("scripts/crash-test: " + e.getMessage());
      System.exit(2);
    }
  }

  private static Duration minutes(String... args) {
    if (args.length == 0) {
      return Duration.ofMinutes(2);
    }
    if (args.length != 2
        || !args[0].equals("--minutes")
        || !args[1].matches("[0-9]{1,4}(\\.[0-9]{1,3})?")) {
      throw new IllegalArgumentException("takes --minutes N, and nothing else; see --help.");
    }
    return Duration.ofMillis((long) (Double.parseDouble(args[1]) * 60_000));
  }

  /** Breaks things for so long, and says what came of it. */
  public static CrashReport run(Duration time)
      throws IOException, InterruptedException, SQLException {
    Files.createDirectories(FOLDER);
    forgetLastRun();
    DevelopmentKey key = DevelopmentKey.loadOrCreate(FOLDER);
    String day = "crash-test";
    String user = Token.forSubject(day).expiresIn(86_400).sign(key);
    String worker = Token.forSubject("workers").groups("worker").expiresIn(86_400).sign(key);
    try (SlowTarget target = SlowTarget.start();
        EmbeddedDatabase database = EmbeddedDatabase.temporary(Path.of("target", "postgresql"));
        Nodes nodes = new Nodes(database, key, FOLDER, target.url());
        Workers workers = new Workers(FOLDER)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAll(workers, nodes)));
      System.out.println("Starting PostgreSQL, 3 servers and 3 workers ...");
      nodes.start(NODES);
      LeaseLog log = LeaseLog.install(database);
      workers.start(WORKERS, nodes.urls(), worker);
      Faults faults = new Faults(nodes, workers, database, log);
      Load load = new Load(new Http(nodes.urls(), user), target.url());
      System.out.println("Breaking things for " + time.toSeconds() + " s ...");
      load.start();
      try {
        faults.runFor(time.toMillis());
      } finally {
        load.close();
      }
      System.out.println("Waiting for the last of " + load.count() + " jobs ...");
      long rested = awaitRest(log);
      return report(log, database, workers, load, faults, target, rested);
    }
  }

  private static void closeAll(AutoCloseable... all) {
    for (AutoCloseable one : all) {
      try {
        one.close();
      } catch (Exception e) {
        System.err.println("cannot stop " + one + ": " + e);
      }
    }
  }

  /** Returns how long it took until nothing waited or ran any more, in milliseconds. */
  private static long awaitRest(LeaseLog log) throws SQLException {
    long start = System.nanoTime();
    while (log.count("select count(*) from job_queue") > 0
        && System.nanoTime() - start < REST.toNanos()) {
      Waiting.briefly();
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private static CrashReport report(
      LeaseLog log,
      EmbeddedDatabase database,
      Workers workers,
      Load load,
      Faults faults,
      SlowTarget target,
      long restMillis)
      throws SQLException {
    CrashReport report = new CrashReport();
    List<String> accepted = load.accepted();
    Map<String, Set<String>> completions = workers.acceptedCompletions();
    long lost = accepted.size() - present(database, accepted);
    long twice = completions.values().stream().filter(tokens -> tokens.size() > 1).count();
    long takeOver = log.longestTakeOverMillis();
    report.figure("jobs accepted", accepted.size());
    report.figure("requests sent again", load.repeated());
    faults.made().forEach((fault, count) -> report.figure("  " + fault, count));
    report.figure("jobs lost", lost);
    report.figure("jobs completed twice", twice);
    report.figure(
        "jobs completed", log.count("select count(*) from job where status = 'COMPLETED'"));
    report.figure("completions that workers had accepted", completions.size());
    report.figure("leases lost", log.count("select count(*) from lease_log where event = 'LOST'"));
    report.figure(
        "leases taken up again",
        log.count("select count(*) from lease_log where event = 'REVIVED'"));
    report.figure(
        "late words that counted",
        log.count("select count(*) from lease_log where event = 'ENDED LATE'"));
    report.figure("calls of a handler's target", target.calls());
    report.figure("longest take-over of a killed server's jobs, ms", takeOver);
    report.figure("rest after the last fault, ms", restMillis);
    report.violations("jobs that were accepted are not there", lost);
    report.violations("jobs have two accepted completions", twice);
    report.violations(
        "more jobs than were sent", log.count("select count(*) from job") - accepted.size());
    report.violations(
        "accepted completions whose job says otherwise", contradictions(database, completions));
    report.violations(
        "ms is too long for a take-over", Math.max(0, takeOver - MAX_TAKE_OVER_MILLIS));
    report.violations("workers died by themselves", workers.areAlive() ? 0 : 1);
    load.surprises().forEach((answer, count) -> report.violations("the answer " + answer, count));
    log.violations().forEach(report::violations);
    return report;
  }

  private static void forgetLastRun() throws IOException {
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(FOLDER, "*.{log,completions}")) {
      for (Path log : logs) {
        Files.delete(log);
      }
    }
  }

  private static long present(EmbeddedDatabase database, List<String> ids) throws SQLException {
    return count(
        database,
        "select count(*) from job where id in (select unnest(?::text[])::uuid)",
        ids.toArray());
  }

  /** The token of the completion that counted is kept with the job. */
  private static long contradictions(
      EmbeddedDatabase database, Map<String, Set<String>> completions) throws SQLException {
    Object[] pairs =
        completions.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue().iterator().next())
            .toArray();
    return count(
        database,
        """
        select count(*)
        from unnest(?::text[]) as pair
        where not exists (
          select from job
          where job.id::text = split_part(pair, ' ', 1) and job.lease_token::text = split_part(pair, ' ', 2)
            and job.status = 'COMPLETED')
        """,
        pairs);
  }

  private static long count(EmbeddedDatabase database, String sql, Object... values)
      throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", values));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
