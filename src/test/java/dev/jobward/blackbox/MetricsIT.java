package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.EventFeed;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /v1/admin/metrics}. */
@BlackBox
class MetricsIT {

  private static final String PATH = "/v1/admin/metrics";

  @ArquillianResource private Api api;
  private Client admin;
  private Client alice;

  @SuppressWarnings("NullAway.Init") // set before each test
  MetricsIT() {}

  @BeforeEach
  void meetThem() {
    admin = api.client(Api.newSubject(), "admin");
    alice = api.newUser();
  }

  @Test
  void refusesACallerWithoutAToken() {
    assertThat(api.nobody().get(PATH)).isRefused("UNAUTHENTICATED");
    assertThat(api.bearer("a.b.c").get(PATH)).isInvalidToken();
  }

  @Test
  void refusesACallerWithoutTheRole() {
    assertThat(api.client(Api.newSubject(), "user", "worker").get(PATH)).isRefused("FORBIDDEN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/html", "text/plain;q=0", "image/*"})
  void refusesToAnswerInAnyOtherForm(String accept) {
    assertThat(admin.call("GET", PATH).header("Accept", accept).send()).isRefused("NOT_ACCEPTABLE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/*",
        "*/*",
        "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1"
      })
  void answersWhoReadsPrometheusText(String accept) {
    Answer answer = admin.call("GET", PATH).header("Accept", accept).send();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type").orElse("").toLowerCase(Locale.ROOT))
        .matches("text/plain; ?version=0\\.0\\.4; ?charset=utf-8");
    assertThat(answer.text()).startsWith("# HELP ");
  }

  @Test
  void refusesOtherMethods() {
    assertThat(admin.call("POST", PATH).send()).isRefused("METHOD_NOT_ALLOWED");
  }

  @Test
  void countsRequestsByMethodPathAndStatus() {
    String series =
        "jobward_http_requests_seconds_count{method=\"GET\",path=\"/v1/jobs/{jobId}/attempts\",status=\"404\"}";
    double before = value(series);

    Answer unused = alice.attempts("0198c0de-0000-7000-8000-000000000000");

    await().untilAsserted(() -> assertThat(value(series)).isGreaterThanOrEqualTo(before + 1));
  }

  @Test
  void countsAttemptsByTypeAndOutcome() {
    String series = "jobward_attempts_seconds_count{outcome=\"COMPLETED\",type=\"echo\"}";
    double before = value(series);

    alice.await(alice.create(JobBody.echo("{}")).path("jobId").asString(), "COMPLETED");

    await().untilAsserted(() -> assertThat(value(series)).isGreaterThanOrEqualTo(before + 1));
  }

  @Test
  void tellsOfTheQueueAtMostSomeSecondsLate() {
    String idle = alice.createIdle();
    String type = alice.job(idle).data().path("jobType").asString();

    await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                // There may be many types by now; then it is among the others.
                assertThat(
                        value("jobward_queue_jobs{state=\"due\",type=\"" + type + "\"}")
                            + value("jobward_queue_jobs{state=\"due\",type=\"(other)\"}"))
                    .isGreaterThanOrEqualTo(1));
  }

  @Test
  void countsOpenStreams() {
    try (EventFeed feed = alice.events(alice.createIdle()).follow()) {
      assertThat(feed.next().status()).isEqualTo("PENDING");

      assertThat(value("jobward_events_streams")).isGreaterThanOrEqualTo(1);
    }
  }

  @Test
  void hasAllThatTheDocumentationNames() {
    alice.await(alice.create(JobBody.echo("{}")).path("jobId").asString(), "COMPLETED");

    assertThat(lines())
        .anyMatch(line -> line.startsWith("jobward_connections_in_use "))
        .anyMatch(line -> line.startsWith("jobward_connections_wait_seconds_count "))
        .anyMatch(line -> line.startsWith("jobward_connections_failures_total "))
        .anyMatch(line -> line.startsWith("jobward_leases_lost_total "))
        .anyMatch(line -> line.startsWith("jobward_handlers_running "))
        .anyMatch(line -> line.startsWith("jobward_handlers_places "))
        .anyMatch(line -> line.startsWith("jobward_handlers_abandoned "))
        .anyMatch(line -> line.startsWith("jobward_workers_waiting "))
        .anyMatch(line -> line.startsWith("jobward_readers_waiting "))
        .anyMatch(line -> line.startsWith("jobward_events_streams "))
        .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
        .anyMatch(line -> line.startsWith("jvm_threads_live "))
        .anyMatch(line -> line.startsWith("jvm_gc_collections_total{"));
  }

  @Test
  void growsNeitherWithUsersNorWithIdsNorWithPaths() {
    List<String> words = new ArrayList<>();
    send(words);
    // The first of these requests is counted after its own answer.
    assertThat(requests()).isNotEmpty();
    List<String> before = requests();

    for (int i = 0; i < 30; i++) {
      send(words);
    }

    assertThat(requests()).hasSameSizeAs(before);
    assertThat(lines()).noneMatch(line -> words.stream().anyMatch(line::contains));
  }

  private void send(List<String> words) {
    String subject = Api.newSubject();
    Client user = api.client(subject, "user");
    String id = user.create(JobBody.echo("{}")).path("jobId").asString();
    String word = "w" + UUID.randomUUID();
    words.addAll(List.of(subject, id, word));
    List<Answer> answers =
        List.of(
            user.job(id),
            user.attempts(id),
            user.get("/v1/jobs/" + word),
            user.get("/v1/" + word + "/" + word),
            api.nobody().get("/" + word),
            user.call("X" + word.replace("-", ""), "/v1/jobs").send());
    assertThat(answers).extracting(Answer::status).containsExactly(200, 200, 404, 404, 404, 405);
  }

  private List<String> requests() {
    return lines().stream()
        .filter(line -> line.startsWith("jobward_http_requests_seconds_count{"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .toList();
  }

  private double value(String series) {
    return lines().stream()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  private List<String> lines() {
    Answer answer = admin.get(PATH);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text().lines().toList();
  }
}
