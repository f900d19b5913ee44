package dev.jobward.blackbox.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.BlackBox;
import dev.jobward.blackbox.server.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that wait for work. */
@BlackBox
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LongPollIT {

  private static final Logger LOG = Logger.getLogger(LongPollIT.class.getName());

  private final String type = Api.unservedType();

  @ArquillianResource private Api api;
  @ArquillianResource private TestServer server;
  private Client alice;
  private Worker worker;

  @SuppressWarnings("NullAway.Init") // set before each test
  LongPollIT() {}

  @BeforeEach
  void meetThem() {
    alice = api.newUser();
    worker = api.newWorker();
  }

  @Test
  void endsWithNothingWhenTheTimeIsUp() {
    long start = System.nanoTime();

    Answer answer = waiting(type, 1).join();

    assertThat(answer).isSuccess(200);
    assertThat(answer.jobs()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
  }

  @Test
  void endsAtOnceWhereThereIsWorkAlready() {
    String id = alice.create(type);
    long start = System.nanoTime();

    assertThat(waiting(type, 20).join().jobIds()).containsExactly(id);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  /** What a look once a second would do by itself takes half a second on the average. */
  @Test
  void isGivenAJobSoonAfterItHasCome() {
    List<Duration> delays = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      CompletableFuture<Duration> arrived =
          waiting(type, 20).thenApply(LongPollIT::arrivalOfTheOnlyJob);
      letTheServerGetToIt();
      String unused = alice.create(type);
      long created = System.nanoTime();
      delays.add(arrived.join().minusNanos(created));
    }

    delays.sort(null);
    Duration median = delays.get(delays.size() / 2);
    Duration worst = delays.get(delays.size() - 1);
    LOG.info(
        () ->
            "A waiting worker had its job after %d ms, at worst %d ms"
                .formatted(median.toMillis(), worst.toMillis()));
    assertThat(median).isLessThan(Duration.ofMillis(300));
    assertThat(worst).isLessThan(Duration.ofSeconds(5));
  }

  /** As a time of this clock. */
  private static Duration arrivalOfTheOnlyJob(Answer answer) {
    long now = System.nanoTime();
    assertThat(answer).isSuccess(200);
    assertThat(answer.jobIds()).hasSize(1);
    return Duration.ofNanos(now);
  }

  @Test
  void isGivenAJobWhoseTimeHasCome() {
    CompletableFuture<Answer> waiting = waiting(type, 20);
    long due = System.currentTimeMillis() + 1_500;
    String id =
        alice
            .create(JobBody.of(type, "{}").with("runAt", Long.toString(due)))
            .path("jobId")
            .asString();

    Answer answer = waiting.join();

    assertThat(answer.jobIds()).containsExactly(id);
    assertThat(answer.jobs().get(0).path("startedAt").longValue()).isBetween(due, due + 5_000);
  }

  @Test
  void isGivenAJobThatIsDueAgainAfterAFailure() {
    String id = alice.create(type);
    worker.fail(worker.take(type));

    Answer answer = waiting(type, 20).join();

    assertThat(answer.jobIds()).containsExactly(id);
    assertThat(answer.jobs().get(0).path("attempts").intValue()).isEqualTo(2);
  }

  @Test
  void isNotGivenAJobOfAnotherType() {
    CompletableFuture<Answer> waiting = waiting(type, 2);
    letTheServerGetToIt();
    alice.create(Api.unservedType());

    assertThat(waiting.join().jobs()).isEmpty();
  }

  @Test
  void servesWhoHasWaitedLongest() {
    CompletableFuture<Answer> first = waiting(type, 20);
    letTheServerGetToIt();
    CompletableFuture<Answer> second = waiting(type, 3);
    letTheServerGetToIt();

    String id = alice.create(type);

    assertThat(first.join().jobIds()).containsExactly(id);
    assertThat(second.join().jobs()).isEmpty();
  }

  @Test
  void givesAJobToOneOfThoseWhoWait() {
    List<CompletableFuture<Answer>> waiting = waiting(50, 4);
    letTheServerGetToIt();

    String id = alice.create(type);

    assertThat(given(waiting)).containsExactly(id);
    assertThat(alice.outcomes(id)).containsExactly("RUNNING");
  }

  @Test
  void givesManyJobsToManyWhoWait() {
    List<CompletableFuture<Answer>> waiting = waiting(20, 20);
    letTheServerGetToIt();
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      created.add(alice.create(type));
    }

    assertThat(given(waiting)).containsExactlyInAnyOrderElementsOf(created);
  }

  /** A few at a time: a burst of requests makes the server start threads, and keep them. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void holdsNoThread() {
    assumeThat(server.process()).as("a server that this run has started").isPresent();
    int many = 400;
    int before = threads(server.process().orElseThrow());
    List<CompletableFuture<Answer>> waiting = new ArrayList<>();
    while (waiting.size() < many) {
      waiting.addAll(waiting(40, 12));
      letTheServerGetToIt();
    }

    assertThat(alice.list("limit=1")).isSuccess(200);
    int threads = threads(server.process().orElseThrow());
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    assertThat(threads - before).isLessThan(many / 4);
    assertThat(given(waiting)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isNotGivenAJobOnceItIsGone(boolean abruptly) throws IOException {
    hangUp(openClaim(), abruptly);

    String id = alice.create(type);

    letTheServerGetToIt();
    Answer job = alice.job(id);
    assertThat(job.data().path("status").asString()).isEqualTo("PENDING");
    assertThat(job.data().path("attempts").intValue()).isZero();
    assertThat(worker.take(type).jobId()).isEqualTo(id);
  }

  @Test
  void leavesItsPlaceToTheNextOnceItIsGone() throws IOException {
    Socket gone = openClaim();
    CompletableFuture<Answer> next = waiting(type, 20);
    letTheServerGetToIt();
    hangUp(gone, true);

    String id = alice.create(type);

    Answer answer = next.join();
    assertThat(answer.jobIds()).containsExactly(id);
    assertThat(answer.jobs().get(0).path("attempts").intValue()).isEqualTo(1);
  }

  private Socket openClaim() {
    byte[] body =
        WorkerBody.claim(type).with("waitSeconds", "20").json().getBytes(StandardCharsets.UTF_8);
    Socket socket =
        new RawCall(api, "POST /v1/worker/claim HTTP/1.1")
            .line("Authorization: Bearer " + api.tokens().token(Api.newSubject(), "worker"))
            .line("Content-Type: application/json")
            .line("Content-Length: " + body.length)
            .open(body);
    letTheServerGetToIt();
    return socket;
  }

  private static void hangUp(Socket socket, boolean abruptly) throws IOException {
    if (abruptly) {
      socket.setSoLinger(true, 0);
    }
    socket.close();
  }

  private CompletableFuture<Answer> waiting(String jobType, int seconds) {
    return worker
        .call("POST", "claim")
        .json(WorkerBody.claim(jobType).with("waitSeconds", Integer.toString(seconds)).json())
        .sendLater();
  }

  private List<CompletableFuture<Answer>> waiting(int workers, int seconds) {
    List<CompletableFuture<Answer>> waiting = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      waiting.add(waiting(type, seconds));
    }
    return waiting;
  }

  /** All jobs that were given to them, after the last has its answer. */
  private static List<String> given(List<CompletableFuture<Answer>> waiting) {
    List<String> ids = new ArrayList<>();
    for (CompletableFuture<Answer> one : waiting) {
      Answer answer = one.join();
      assertThat(answer).isSuccess(200);
      ids.addAll(answer.jobIds());
    }
    return ids;
  }

  /** Nothing tells a client that the server has taken note. */
  private static void letTheServerGetToIt() {
    await().pollDelay(Duration.ofMillis(400)).until(() -> true);
  }

  private static int threads(Process process) {
    String[] tasks = Path.of("/proc", Long.toString(process.pid()), "task").toFile().list();
    return tasks == null ? Integer.MAX_VALUE : tasks.length;
  }
}
