package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.TestDatabase;
import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.BlackBox;
import dev.jobward.blackbox.server.TestServer;
import dev.jobward.job.JobId;
import dev.jobward.job.JobType;
import dev.jobward.job.Owner;
import dev.jobward.platform.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;

/**
 * The lease protocol as workers go through it over HTTP. Time passes in the server's database, and
 * it is the server that notices.
 */
@BlackBox
class HttpLeaseIT implements LeaseContract {

  private final String type = Api.unservedType();
  private final LeaseProtocol protocol = new OverHttp();

  @ArquillianResource private Api api;
  @ArquillianResource private TestServer server;
  private Client alice;
  private Worker worker;
  private Database database;

  @SuppressWarnings("NullAway.Init") // set before each test
  HttpLeaseIT() {}

  @BeforeEach
  void meetThem() {
    assumeThat(server.database()).as("the database of a server that this run started").isPresent();
    database = new Database(TestDatabase.dataSource(server.database().orElseThrow()));
    alice = api.newUser();
    worker = api.newWorker();
  }

  @Override
  public LeaseProtocol protocol() {
    return protocol;
  }

  private final class OverHttp implements LeaseProtocol {

    @Override
    public String submit() {
      return alice.create(type);
    }

    @Override
    public Optional<Claimed> claim() {
      return worker.take(WorkerBody.claim(type)).stream()
          .map(held -> new Claimed(held.jobId(), held.token()))
          .findFirst();
    }

    @Override
    public Renewal heartbeat(Claimed held) {
      Answer answer = worker.heartbeat(leased(held));
      if (!counted(answer)) {
        return Renewal.LOST;
      }
      return answer.data().path("cancelRequested").booleanValue() ? Renewal.STOP : Renewal.GO_ON;
    }

    @Override
    public boolean complete(Claimed held, String json) {
      return counted(worker.complete(leased(held), WorkerBody.json(leased(held), json)));
    }

    @Override
    public boolean fail(Claimed held, boolean retryable) {
      WorkerBody failure = WorkerBody.failure(leased(held));
      return counted(
          worker.fail(leased(held), failure.with("retryable", Boolean.toString(retryable))));
    }

    private boolean counted(Answer answer) {
      if (answer.status() != 200) {
        assertThat(answer).isRefused("LEASE_LOST");
        return false;
      }
      assertThat(answer).isSuccess(200);
      return true;
    }

    private Leased leased(Claimed held) {
      return new Leased(held.jobId(), held.token());
    }

    /** There is no call for it: only a server that stops does so. */
    @Override
    public boolean handBack(Claimed held) {
      Lease lease =
          new Lease(
              JobId.parse(held.jobId()).orElseThrow(),
              new Owner("whoever"),
              new JobType(type),
              "{}",
              LeaseToken.parse(held.token()).orElseThrow(),
              Instant.EPOCH,
              1,
              Optional.empty());
      return !new AttemptEndings(database).handBack(List.of(lease)).isEmpty();
    }

    @Override
    public void cancel(String jobId) {
      alice.cancel(jobId);
    }

    @Override
    public void loseLease(String jobId) {
      endAttemptBy("update job_queue set lease_until = now() where job_id = ?::uuid", jobId);
    }

    @Override
    public void timeOut(String jobId) {
      endAttemptBy("update job_queue set deadline = now() where job_id = ?::uuid", jobId);
    }

    private void endAttemptBy(String sql, String jobId) {
      update(sql, jobId);
      await()
          .until(
              () -> alice.job(jobId).data().path("status").asString(), s -> !s.equals("RUNNING"));
    }

    @Override
    public void passBackOff(String jobId) {
      update("update job_queue set run_at = now() where job_id = ?::uuid", jobId);
      await()
          .until(
              () ->
                  database
                      .queryOne(
                          "select due from job_queue where job_id = ?::uuid",
                          statement -> statement.setString(1, jobId),
                          row -> row.getBoolean(1))
                      .orElse(false));
    }

    private void update(String sql, String jobId) {
      assertThat(database.update(sql, statement -> statement.setString(1, jobId))).isEqualTo(1);
    }

    @Override
    public Seen job(String jobId) {
      Answer answer = alice.job(jobId);
      String result = answer.literal("data", "result");
      return new Seen(
          answer.data().path("status").asString(),
          answer.data().path("attempts").intValue(),
          answer.data().at("/error/code").asString(""),
          result.equals("null") ? "" : result,
          answer.data().path("cancelRequested").booleanValue());
    }

    @Override
    public List<String> outcomes(String jobId) {
      return alice.outcomes(jobId);
    }
  }
}
