package dev.jobward.blackbox.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.BlackBox;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Which jobs a claim gives, and how they look. */
@BlackBox
class ClaimIT {

  private static final int MIB = 1024 * 1024;

  private final String type = Api.unservedType();

  @ArquillianResource private Api api;
  private String subject = "";
  private Client alice;
  private Client bob;
  private Worker worker;

  @SuppressWarnings("NullAway.Init") // set before each test
  ClaimIT() {}

  @BeforeEach
  void meetThem() {
    subject = Api.newSubject();
    alice = api.client(subject, "user");
    bob = api.newUser();
    worker = api.newWorker();
  }

  @Test
  void givesAJobAsAListShowsItAndWhatItsWorkerNeeds() {
    String id = alice.create(type);

    Answer answer = worker.claim(WorkerBody.claim(type));

    assertThat(answer).isSuccess(200);
    assertThat(answer.jobs()).hasSize(1);
    JsonNode job = answer.jobs().get(0);
    List<String> members = new ArrayList<>(alice.list("limit=1").jobs().get(0).propertyNames());
    members.addAll(List.of("owner", "payload", "leaseToken", "leaseExpiresAt"));
    assertThat(job.propertyNames()).containsExactlyInAnyOrderElementsOf(members);
    for (String member : alice.list("limit=1").jobs().get(0).propertyNames()) {
      assertThat(job.path(member)).isEqualTo(alice.job(id).data().path(member));
    }
    assertThat(job.path("jobId").asString()).isEqualTo(id);
    assertThat(job.path("status").asString()).isEqualTo("RUNNING");
    assertThat(job.path("attempts").intValue()).isEqualTo(1);
    assertThat(job.path("owner").asString()).isEqualTo(subject);
    assertThat(job.path("leaseToken").asString()).matches("[0-9a-f-]{36}");
    assertThat(leaseSeconds(job)).isEqualTo(30);
  }

  @Test
  void givesThePayloadAsItWasSent() {
    String payload =
        "{\"z\":1.00,\"a\": 1e400,\"n\":%s,\"\":\"\\u0000\\ud800\u00e9\\/\"}"
            .formatted("9".repeat(2_000));
    alice.create(JobBody.of(type, payload));

    Answer answer = worker.claim(WorkerBody.claim(type));

    assertThat(answer.text()).contains("\"payload\":" + payload + ",");
  }

  @Test
  void leasesForAsLongAsItIsAsked() {
    for (int seconds : new int[] {5, 3600}) {
      alice.create(type);
      Answer answer =
          worker.claim(WorkerBody.claim(type).with("leaseSeconds", Integer.toString(seconds)));
      assertThat(leaseSeconds(answer.jobs().get(0))).isEqualTo(seconds);
    }
  }

  @Test
  void givesOneJobUnlessItIsAskedForMore() {
    create(5);

    assertThat(take(WorkerBody.claim(type))).hasSize(1);
    assertThat(take(WorkerBody.claim(type).with("maxJobs", "3"))).hasSize(3);
    assertThat(take(WorkerBody.claim(type).with("maxJobs", "100"))).hasSize(1);
    assertThat(take(WorkerBody.claim(type).with("maxJobs", "100"))).isEmpty();
  }

  @Test
  void saysAtOnceThatThereIsNothing() {
    Answer answer = worker.claim(WorkerBody.claim(type));

    assertThat(answer).isSuccess(200);
    assertThat(answer.jobs()).isEmpty();
    assertThat(answer.data().propertyNames()).containsExactly("jobs");
  }

  @Test
  void givesJobsOfAllTheTypesItIsAskedForAndOfNoOther() {
    String second = Api.unservedType();
    String first = alice.create(type);
    String other = alice.create(second);
    alice.create(Api.unservedType());

    List<String> taken =
        take(WorkerBody.claim(type, second, Api.unservedType(), type).with("maxJobs", "10"));

    assertThat(taken).containsExactlyInAnyOrder(first, other);
  }

  @Test
  void givesHigherPriorityFirstThenTheEarliestRunAtThenTheOldest() {
    String old = alice.create(type);
    String late = create(JobBody.of(type, "{}").with("priority", "-1"));
    String urgent = create(JobBody.of(type, "{}").with("priority", "7"));
    String young = alice.create(type);

    assertThat(take(WorkerBody.claim(type).with("maxJobs", "10")))
        .containsExactly(urgent, old, young, late);
  }

  @Test
  void leavesAJobWhoseTimeHasNotCome() {
    String later = Long.toString(System.currentTimeMillis() + 3_600_000);
    create(JobBody.of(type, "{}").with("runAt", later).with("priority", "100"));
    String now = alice.create(type);

    assertThat(take(WorkerBody.claim(type).with("maxJobs", "10"))).containsExactly(now);
  }

  @Test
  void givesUsersTurnsWhateverTheirPriorities() {
    List<String> ofAlice = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ofAlice.add(create(JobBody.of(type, "{}").with("priority", "100")));
    }
    String ofBob =
        bob.create(JobBody.of(type, "{}").with("priority", "-100")).path("jobId").asString();

    assertThat(take(WorkerBody.claim(type).with("maxJobs", "3")))
        .hasSize(3)
        .contains(ofBob, ofAlice.get(0), ofAlice.get(1));
  }

  @Test
  void givesUsersTurnsFromOneClaimToTheNext() {
    create(6);
    String ofBob = bob.create(type);
    String alsoOfBob = bob.create(type);
    List<String> inTurn = new ArrayList<>();

    for (int i = 0; i < 4; i++) {
      inTurn.addAll(take(WorkerBody.claim(type)));
    }

    assertThat(inTurn).contains(ofBob, alsoOfBob);
  }

  @Test
  void givesNoMoreThan16MebibytesOfPayloadsTogether() {
    String payload = "{\"a\":\"" + "x".repeat(MIB - 200) + "\"}";
    for (int i = 0; i < 20; i++) {
      create(JobBody.of(type, payload));
    }

    Answer first = worker.claim(WorkerBody.claim(type).with("maxJobs", "100"));
    Answer second = worker.claim(WorkerBody.claim(type).with("maxJobs", "100"));

    assertThat(first.jobs()).hasSize(16);
    assertThat(second.jobs()).hasSize(4);
    // What did not fit was not touched.
    assertThat(second.jobs()).allMatch(job -> job.path("attempts").intValue() == 1);
  }

  @Test
  void showsTheOwnerWhoRunsTheJob() {
    String id = alice.create(type);
    worker.take(WorkerBody.claim(type).with("workerId", "\"host-7/\u00e9 \\ud83d\\ude00\""));

    assertThat(alice.attemptsOf(id)).hasSize(1);
    JsonNode attempt = alice.attemptsOf(id).get(0);
    assertThat(attempt.path("workerId").asString()).isEqualTo("host-7/\u00e9 \ud83d\ude00");
    assertThat(attempt.path("outcome").asString()).isEqualTo("RUNNING");
  }

  @Test
  void givesATokenOfItsOwnForEachClaim() {
    alice.create(type);
    Leased first = worker.take(type);
    worker.fail(first);
    Leased second = worker.takeSoon(type);

    assertThat(second.jobId()).isEqualTo(first.jobId());
    assertThat(second.token()).isNotEqualTo(first.token());
  }

  private void create(int jobs) {
    for (int i = 0; i < jobs; i++) {
      alice.create(type);
    }
  }

  private String create(JobBody body) {
    return alice.create(body).path("jobId").asString();
  }

  /** The ids of what is given, in order. */
  private List<String> take(WorkerBody claim) {
    return worker.take(claim).stream().map(Leased::jobId).toList();
  }

  private static long leaseSeconds(JsonNode job) {
    long millis = job.path("leaseExpiresAt").longValue() - job.path("startedAt").longValue();
    return Math.round(millis / 1000.0);
  }
}
