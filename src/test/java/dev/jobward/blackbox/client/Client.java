package dev.jobward.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** One caller of the API. */
public final class Client {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Api api;
  private final Optional<String> authorization;

  Client(Api api, Optional<String> authorization) {
    this.api = api;
    this.authorization = authorization;
  }

  /** A request that is not sent yet; {@code path} may be an odd one, but has to be a URI's. */
  public Call call(String method, String path) {
    Call call = new Call(api, method, path);
    return authorization.map(value -> call.header("Authorization", value)).orElse(call);
  }

  /** The same caller, who tries to be a worker. */
  public Worker asWorker() {
    return new Worker(this);
  }

  public Answer get(String path) {
    return call("GET", path).send();
  }

  public Answer post(String body) {
    return call("POST", "/v1/jobs").json(body).send();
  }

  /** {@code query} without the question mark. */
  public Answer list(String query) {
    return get("/v1/jobs?" + query);
  }

  public Answer job(String jobId) {
    return get("/v1/jobs/" + jobId);
  }

  public Answer result(String jobId) {
    return get("/v1/jobs/" + jobId + "/result");
  }

  public Answer postBatch(String body) {
    return call("POST", "/v1/jobs/batch").json(body).send();
  }

  public Answer cancel(String jobId) {
    return call("POST", "/v1/jobs/" + jobId + "/cancel").send();
  }

  public Answer retry(String jobId) {
    return call("POST", "/v1/jobs/" + jobId + "/retry").send();
  }

  public Answer delete(String jobId) {
    return call("DELETE", "/v1/jobs/" + jobId).send();
  }

  public Answer attempts(String jobId) {
    return get("/v1/jobs/" + jobId + "/attempts");
  }

  /** The job as soon as it is final, or after so many seconds; not sent yet. */
  public Call waitFor(String jobId, int seconds) {
    return call("GET", "/v1/jobs/" + jobId).header("Prefer", "wait=" + seconds);
  }

  /** The stream of a job's events; not sent yet. */
  public Call events(String jobId) {
    return call("GET", "/v1/jobs/" + jobId + "/events").header("Accept", "text/event-stream");
  }

  /** Creates a job, and insists on it. */
  public JsonNode create(JobBody body) {
    Answer answer = post(body.json());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.data();
  }

  /** Creates a job of this type, which no server runs, and gives its id. */
  public String create(String type) {
    return create(JobBody.of(type, "{}")).path("jobId").asString();
  }

  /** Creates a job that nothing will run. */
  public String createIdle() {
    return create(JobBody.idle()).path("jobId").asString();
  }

  /** The attempts to run a job, the oldest first. */
  public List<JsonNode> attemptsOf(String jobId) {
    return List.copyOf(attempts(jobId).data().path("attempts").values());
  }

  /** How they ended. */
  public List<String> outcomes(String jobId) {
    return attemptsOf(jobId).stream().map(attempt -> attempt.path("outcome").asString()).toList();
  }

  /** Waits until the job has this status, and gives the answer that says so. */
  public Answer await(String jobId, String status) {
    return Awaitility.await("job " + jobId + " to be " + status)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> job(jobId), answer -> answer.data().path("status").asString("").equals(status));
  }

  /** The ids of all pages of a list, page by page. */
  public List<String> listAll(String query) {
    List<String> ids = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Answer page = list(query + cursor.map(key -> "&lastEvaluatedKey=" + key).orElse(""));
      assertThat(page.status()).as(page.text()).isEqualTo(200);
      ids.addAll(page.jobIds());
      cursor = page.cursor();
    } while (cursor.isPresent() && ids.size() < 10_000);
    return ids;
  }
}
