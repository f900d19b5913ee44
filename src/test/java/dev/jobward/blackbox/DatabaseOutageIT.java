package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Call;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import dev.jobward.blackbox.server.Sql;
import dev.jobward.blackbox.server.TestServer;
import dev.jobward.dev.EmbeddedDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While the database is away clients hear of it soon, and once it is back all goes on. */
@BlackBox
class DatabaseOutageIT {

  /** Within which a client is told, and within which service is normal again. */
  private static final Duration SOON = Duration.ofSeconds(5);

  /** More than the pool has connections. */
  private static final int CALLERS = 48;

  @ArquillianResource private Api api;
  @ArquillianResource private TestServer server;
  private EmbeddedDatabase database;
  private Client alice;
  private boolean frozen;

  @SuppressWarnings("NullAway.Init") // set before each test
  DatabaseOutageIT() {}

  @BeforeEach
  void findTheDatabase() {
    assumeThat(server.database()).as("a database that this run has started").isPresent();
    database = server.database().orElseThrow();
    alice = api.newUser();
  }

  @AfterEach
  void leaveTheServerAsItWas() {
    if (frozen) {
      database.thaw();
    }
    awaitNormalService();
  }

  @Test
  void tellsEverybodySoonThatTheDatabaseHangs() throws Exception {
    String accepted = alice.createIdle();
    freeze();

    for (Timed answer : allAtOnce(CALLERS, accepted)) {
      assertThat(answer.answer()).isUnavailable();
      assertThat(answer.took()).isLessThan(SOON);
    }

    thaw();
    awaitNormalService();
    assertThat(alice.job(accepted)).isSuccess(200);
  }

  /** Whether the job is there then, nobody knows; its sender asks again with the same key. */
  @Test
  void tellsThatTheDatabaseIsAwayWhenACommitBreaks() {
    String type = Api.unservedType();
    Call creation =
        alice
            .call("POST", "/v1/jobs")
            .header("Idempotency-Key", "k")
            .json(JobBody.of(type, "{}").json());
    long unused =
        Sql.run(
            database,
            """
            create function break_commit() returns trigger language plpgsql as $$
            begin
              perform pg_terminate_backend(pg_backend_pid());
              return null;
            end $$;
            create constraint trigger break_commit after insert on job deferrable initially deferred
              for each row when (new.job_type = '%s') execute function break_commit();
            """
                .formatted(type));
    try {
      assertThat(creation.send()).isUnavailable();
    } finally {
      unused = Sql.run(database, "drop function break_commit cascade");
    }
    await().atMost(SOON).until(() -> creation.send().status() == 201);
  }

  /** The pool looks at connections before it gives them out, which hangs as well. */
  @Test
  void tellsSoonAfterATimeWithoutRequestsToo() throws Exception {
    await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    freeze();

    for (Timed answer : allAtOnce(4, "0198c0de-0000-7000-8000-000000000000")) {
      assertThat(answer.answer()).isUnavailable();
      assertThat(answer.took()).isLessThan(SOON);
    }
  }

  @Test
  void asksForATokenThoughTheDatabaseHangs() throws Exception {
    freeze();

    assertThat(api.nobody().list("limit=1")).isRefused("UNAUTHENTICATED");
    assertThat(alice.list("limit=0")).isRefused("INVALID_QUERY");
  }

  @Test
  void goesOnAfterTheDatabaseHasCrashed() {
    String before = alice.create(JobBody.echo("{\"n\":1}")).path("jobId").asString();

    database.crashAndRecover();

    awaitNormalService();
    alice.await(before, "COMPLETED");
  }

  @Test
  void goesOnAfterAllConnectionsWereDropped() throws SQLException {
    database.dropConnections();

    awaitNormalService();
  }

  /** A worker that waits comes again, and then hears what is wrong. */
  @Test
  void keepsNoWorkerWaitingForADatabaseThatIsAway() throws Exception {
    Client worker = api.client(Api.newSubject(), "worker");
    String claim =
        "{\"workerId\":\"w\",\"jobTypes\":[\"%s\"],\"waitSeconds\":30}"
            .formatted(Api.unservedType());
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<Answer> waiting =
          caller.submit(() -> worker.call("POST", "/v1/worker/claim").json(claim).send());
      await().pollDelay(Duration.ofMillis(500)).until(() -> true);
      long start = System.nanoTime();
      freeze();

      assertThat(waiting.get().jobs()).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
      assertThat(worker.call("POST", "/v1/worker/claim").json(claim).send()).isUnavailable();
    } finally {
      caller.shutdownNow();
    }
  }

  private record Timed(Answer answer, Duration took) {}

  private List<Timed> allAtOnce(int count, String jobId) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(count);
    try {
      List<Future<Timed>> sent = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        sent.add(callers.submit(() -> timed(number, jobId)));
      }
      List<Timed> answers = new ArrayList<>();
      for (Future<Timed> answer : sent) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      callers.shutdownNow();
    }
  }

  private Timed timed(int number, String jobId) {
    long start = System.nanoTime();
    Answer answer =
        switch (number % 4) {
          case 0 -> alice.list("limit=1");
          case 1 -> alice.post(JobBody.idle().json());
          case 2 -> alice.job(jobId);
          default -> alice.call("POST", "/v1/jobs/" + jobId + "/cancel").send();
        };
    return new Timed(answer, Duration.ofNanos(System.nanoTime() - start));
  }

  private void freeze() {
    frozen = true;
    database.freeze();
  }

  private void thaw() {
    database.thaw();
    frozen = false;
  }

  private void awaitNormalService() {
    await()
        .atMost(SOON)
        .until(
            () ->
                alice.post(JobBody.idle().json()).status() == 201
                    && alice.list("limit=1").status() == 200);
  }
}
