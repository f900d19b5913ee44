package dev.jobward.blackbox.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.TestDatabase;
import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.Nodes;
import dev.jobward.blackbox.server.Sql;
import dev.jobward.dev.EmbeddedDatabase;
import dev.jobward.platform.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server of this version on a database that the previous release has left behind. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class UpgradeIT {

  private static final String PREVIOUS_RELEASE = "3";

  private static final String WAITING = "0198c0de-0000-7000-8000-000000000001";
  private static final String LATER = "0198c0de-0000-7000-8000-000000000002";
  private static final String RUNNING = "0198c0de-0000-7000-8000-000000000003";
  private static final String SILENT = "0198c0de-0000-7000-8000-000000000004";
  private static final String LOST = "0198c0de-0000-7000-8000-000000000005";
  private static final String JSON = "0198c0de-0000-7000-8000-000000000006";
  private static final String TEXT = "0198c0de-0000-7000-8000-000000000007";
  private static final String FILE = "0198c0de-0000-7000-8000-000000000008";
  private static final String FAILED = "0198c0de-0000-7000-8000-000000000009";
  private static final String CANCELLED = "0198c0de-0000-7000-8000-00000000000a";
  private static final String OLD = "0198c0de-0000-7000-8000-00000000000b";
  private static final String TOKEN = "11111111-1111-4111-8111-111111111111";

  private static final String KEYED_BODY = "{\"jobType\":\"old.type\",\"payload\":{}}";

  /** As that release wrote them. */
  private static final String JOBS =
      """
      with made as (
        select ('0198c0de-0000-7000-8000-00000000000' || to_hex(nr))::uuid as id, kind, now() - interval '1 hour' as at
        from unnest(array['waiting', 'later', 'running', 'silent', 'lost', 'json', 'text', 'file', 'failed', 'cancelled',
                          'old']) with ordinality as k(kind, nr)
      ),
      stored as (
        insert into job (id, owner, job_type, status, result_type, payload, result, error_code, error_message, attempts,
                         max_attempts, priority, timeout_seconds, created_at, updated_at, run_at, started_at,
                         finished_at, worker_id, lease_token, version)
        select id, 'alice', case when kind = 'lost' then 'old.lost' else 'old.type' end,
               case when kind in ('json', 'text', 'file', 'old') then 'COMPLETED'
                    when kind in ('failed', 'cancelled') then upper(kind) else 'PENDING' end,
               case when kind in ('json', 'text') then upper(kind) else 'NONE' end,
               '{"n": 1.00}', case kind when 'json' then '{"b": 2.00}' when 'text' then '"text"' end,
               case when kind in ('failed', 'lost') then 'X' end, case when kind in ('failed', 'lost') then 'x' end,
               case when kind in ('waiting', 'later', 'running', 'silent', 'cancelled') then 0 else 1 end,
               3, 0, 3600, at, at, at,
               case when kind not in ('waiting', 'later', 'running', 'silent', 'cancelled') then at end,
               case when kind = 'old' then at - interval '60 days'
                    when kind in ('json', 'text', 'file', 'failed', 'cancelled') then at end,
               case when kind in ('json', 'text', 'file', 'old') then 'w' end,
               case when kind in ('json', 'text', 'file', 'old') then gen_random_uuid() end, 3
        from made
        returning id
      )
      insert into job_queue (job_id, owner, job_type, priority, run_at, timeout_seconds, max_attempts, due, attempts,
                             lease_token, lease_until, deadline, worker_id, started_at, updated_at, version)
      select id, 'alice', case when kind = 'lost' then 'old.lost' else 'old.type' end, 0,
             case when kind = 'later' then now() + interval '1 day' else at end, 3600, 3, kind <> 'later',
             case when kind in ('running', 'silent', 'lost') then 1 else 0 end,
             case when kind in ('running', 'lost') then '11111111-1111-4111-8111-111111111111'::uuid
                  when kind = 'silent' then gen_random_uuid() end,
             case kind when 'running' then now() + interval '1 hour' when 'silent' then now() - interval '1 minute' end,
             case when kind in ('running', 'silent', 'lost') then now() + interval '1 hour' end,
             case when kind in ('running', 'silent', 'lost') then 'w' end,
             case when kind in ('running', 'silent') then at end, case when kind in ('running', 'silent') then at end, 3
      from made
      where kind in ('waiting', 'later', 'running', 'silent', 'lost')
      """;

  private static final List<String> MORE =
      List.of(
          """
          insert into job_attempt (job_id, number, worker_id, started_at, ended_at, outcome, error_code, error_message)
          select id, 1, 'w', started_at, updated_at, case when status = 'PENDING' then 'LEASE_LOST' else 'FAILED' end, 'X', 'x'
          from job
          where error_code is not null
          """,
          """
          with file as (
            insert into job_file (id, job_id, name, content_type, size, sha256, attached, lease_token)
            values ('22222222-2222-4222-8222-222222222222', '0198c0de-0000-7000-8000-000000000008', 'a.txt', 'text/plain', 5,
                    sha256('hello'), true, gen_random_uuid())
          ),
          chunk as (
            insert into job_file_chunk (file_id, seq, bytes)
            values ('22222222-2222-4222-8222-222222222222', 0, 'hello')
          )
          update job
          set result_type = 'FILE', result_file = '22222222-2222-4222-8222-222222222222'
          where id = '0198c0de-0000-7000-8000-000000000008'
          """,
          """
          insert into idempotency_key (owner, key, body_sha256, job_ids, created_at)
          values ('alice', 'key-1', sha256('%s'), array['0198c0de-0000-7000-8000-000000000001'::uuid], now())
          """
              .formatted(KEYED_BODY));

  private static Nodes nodes;

  private Client alice;
  private Client admin;
  private Worker worker;

  @SuppressWarnings("NullAway.Init") // set before the tests
  UpgradeIT() {}

  @BeforeAll
  static void upgrade() {
    nodes = Nodes.startOn(UpgradeIT::fill, "upgraded");
  }

  private static void fill(EmbeddedDatabase database) {
    Schema.migrate(TestDatabase.dataSource(database), PREVIOUS_RELEASE);
    Sql.run(database, JOBS);
    MORE.forEach(sql -> Sql.run(database, sql));
  }

  @AfterAll
  static void stop() {
    if (nodes != null) {
      nodes.close();
    }
  }

  @BeforeEach
  void meetThem() {
    alice = nodes.api(0).client("alice", "user");
    admin = nodes.api(0).client("ann", "admin");
    worker = nodes.api(0).newWorker();
  }

  @Test
  void listsAllJobsInEveryOrderAndRemovesTheOldOne() {
    await().atMost(Duration.ofSeconds(30)).until(() -> alice.job(OLD).status() == 404);
    for (String sort : List.of("createdAt", "updatedAt", "jobType", "status")) {
      String query = "limit=100&sortBy=" + sort;
      assertThat(alice.listAll(query))
          .contains(LATER, RUNNING, JSON, TEXT, FILE, FAILED, CANCELLED)
          .doesNotContain(OLD);
      assertThat(admin.get("/v1/admin/jobs?" + query).jobIds())
          .containsExactlyElementsOf(alice.listAll(query));
    }
    assertThat(alice.list("limit=9&status=FAILED").jobIds()).contains(FAILED);
  }

  @Test
  void takesTheWordOfAHolderWhoClaimedBefore() {
    Leased held = new Leased(RUNNING, TOKEN);

    assertThat(alice.job(RUNNING).data().path("status").asString()).isEqualTo("RUNNING");
    assertThat(worker.heartbeat(held)).isSuccess(200);
    assertThat(worker.complete(held, WorkerBody.json(held, "1"))).isSuccess(200);
    assertThat(worker.complete(held, WorkerBody.json(held, "1"))).isSuccess(200);
    assertThat(alice.job(RUNNING).data().path("status").asString()).isEqualTo("COMPLETED");
  }

  @Test
  void takesTheLateWordOfAHolderWhoseLeaseWasLostBefore() {
    Leased held = new Leased(LOST, TOKEN);

    assertThat(worker.complete(held, WorkerBody.json(held, "1"))).isSuccess(200);

    assertThat(alice.outcomes(LOST)).containsExactly("COMPLETED");
  }

  @Test
  void givesAwayWhatWaitsAndWhatWasLost() {
    assertThat(alice.outcomes(FAILED)).containsExactly("FAILED");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> alice.outcomes(SILENT).contains("LEASE_LOST"));

    List<Leased> given = worker.take(WorkerBody.claim("old.type").with("maxJobs", "10"));

    assertThat(given).extracting(Leased::jobId).contains(SILENT).doesNotContain(LATER, RUNNING);
    for (Leased held : given) {
      assertThat(worker.complete(held)).isSuccess(200);
    }
    assertThat(alice.job(LATER).data().path("status").asString()).isEqualTo("PENDING");
  }

  @Test
  void servesTheResults() {
    assertThat(alice.result(JSON).text()).isEqualTo("{\"b\": 2.00}");
    assertThat(alice.result(TEXT).text()).isEqualTo("text");
    assertThat(alice.result(FILE).bytes()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
    assertThat(alice.job(FILE).literal("data", "payload")).isEqualTo("{\"n\": 1.00}");
  }

  @Test
  void knowsTheIdempotencyKeys() {
    Answer again =
        alice.call("POST", "/v1/jobs").header("Idempotency-Key", "key-1").json(KEYED_BODY).send();

    assertThat(again).isSuccess(201);
    assertThat(again.jobId()).isEqualTo(WAITING);
    assertThat(again.header("Idempotent-Replayed")).contains("true");
    assertThat(
            alice
                .call("POST", "/v1/jobs")
                .header("Idempotency-Key", "key-1")
                .json(JobBody.idle().json())
                .send())
        .isRefused("IDEMPOTENCY_MISMATCH");
  }

  @Test
  void retriesWhatHadFailed() {
    assertThat(alice.retry(CANCELLED)).isSuccess(200);
    assertThat(alice.cancel(CANCELLED)).isSuccess(200);
    assertThat(admin.call("POST", "/v1/admin/jobs/" + CANCELLED + "/retry").send()).isSuccess(200);
    assertThat(alice.cancel(CANCELLED)).isSuccess(200);
  }
}
