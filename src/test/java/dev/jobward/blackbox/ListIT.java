package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a list holds, and in which order. */
@BlackBox
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListIT {

  @ArquillianResource private Api api;
  private final String subject = Api.newSubject();
  private Client alice;

  /** Jobs of several types and all the states that they can rest in, as {@code GET} shows them. */
  private final List<JsonNode> jobs = new ArrayList<>();

  /** Once for all tests, none of which changes them; not before all, as the API comes later. */
  @BeforeEach
  void giveAliceSomeJobsOnce() {
    alice = api.client(subject, "user");
    if (jobs.isEmpty()) {
      giveAliceSomeJobs();
    }
  }

  private void giveAliceSomeJobs() {
    List<String> ids = new ArrayList<>();
    for (String type : new String[] {"b", "B", "a.1", "a-1", "a_1", "aa", "Z", "b", "a.10"}) {
      ids.add(alice.create(JobBody.of("unserved." + type, "{}")).path("jobId").asString());
    }
    for (int i = 0; i < 3; i++) {
      String id = alice.create(JobBody.echo("{\"i\":" + i + "}")).path("jobId").asString();
      alice.await(id, "COMPLETED");
      ids.add(id);
    }
    long soon = System.currentTimeMillis() + 300;
    for (int i = 0; i < 2; i++) {
      JobBody expiring = JobBody.idle().with("expiresAt", Long.toString(soon + i));
      ids.add(alice.create(expiring).path("jobId").asString());
    }
    ids.subList(ids.size() - 2, ids.size()).forEach(id -> alice.await(id, "FAILED"));
    ids.forEach(id -> jobs.add(alice.job(id).data()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"createdAt", "updatedAt", "jobType", "status"})
  void sortsInBothDirectionsWithTheIdForTies(String field) {
    Comparator<JsonNode> order =
        Comparator.comparing((JsonNode job) -> sortText(job.path(field)))
            .thenComparing(job -> job.path("jobId").asString());

    assertThat(alice.listAll("limit=100&sortOrder=asc&sortBy=" + field))
        .isEqualTo(ids(job -> true, order));
    assertThat(alice.listAll("limit=100&sortOrder=desc&sortBy=" + field))
        .isEqualTo(ids(job -> true, order.reversed()))
        .isEqualTo(alice.listAll("limit=100&sortBy=" + field));
    assertThat(alice.listAll("limit=3&sortOrder=asc&sortBy=" + field))
        .isEqualTo(ids(job -> true, order));
    assertThat(alice.listAll("limit=1&sortOrder=desc&sortBy=" + field))
        .isEqualTo(ids(job -> true, order.reversed()));
  }

  @Test
  void showsTheNewestFirstUnlessAskedOtherwise() {
    assertThat(alice.listAll("limit=100")).isEqualTo(ids(job -> true, newestFirst()));
  }

  @ParameterizedTest
  @CsvSource({
    "status, PENDING",
    "status, COMPLETED",
    "status, FAILED",
    "status, RUNNING",
    "status, CANCELLED",
    "resultType, JSON",
    "resultType, NONE",
    "resultType, TEXT",
    "resultType, FILE",
    "jobType, unserved.b",
    "jobType, unserved.B",
    "jobType, echo",
    "jobType, nothing"
  })
  void filtersByOneMember(String field, String value) {
    List<String> expected = ids(job -> job.path(field).asString().equals(value), newestFirst());

    assertThat(alice.listAll("limit=100&%s=%s".formatted(field, value))).isEqualTo(expected);
    for (String sort : new String[] {"createdAt", "updatedAt", "jobType", "status"}) {
      assertThat(alice.listAll("limit=2&%s=%s&sortBy=%s".formatted(field, value, sort)))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void filtersByAllThatIsAskedForTogether() {
    assertThat(alice.listAll("limit=100&status=COMPLETED&resultType=JSON&jobType=echo")).hasSize(3);
    assertThat(alice.listAll("limit=100&status=PENDING&resultType=JSON")).isEmpty();
    assertThat(alice.listAll("limit=100&status=PENDING&jobType=unserved.b")).hasSize(2);
  }

  @Test
  void findsAJobByItsOwnMomentAndNotByTheNext() {
    for (JsonNode job : jobs) {
      long at = job.path("createdAt").longValue();
      String id = job.path("jobId").asString();
      assertThat(alice.listAll("limit=100&dateFrom=%d&dateTo=%d".formatted(at, at))).contains(id);
      assertThat(alice.listAll("limit=100&dateFrom=" + (at + 1))).doesNotContain(id);
      assertThat(alice.listAll("limit=100&dateTo=" + (at - 1))).doesNotContain(id);
      assertThat(alice.listAll("limit=100&dateFrom=" + at))
          .isEqualTo(ids(other -> other.path("createdAt").longValue() >= at, newestFirst()));
      assertThat(alice.listAll("limit=4&sortBy=jobType&dateTo=" + at))
          .containsExactlyInAnyOrderElementsOf(
              ids(other -> other.path("createdAt").longValue() <= at, newestFirst()));
    }
  }

  @Test
  void showsTheSameObjectsWithoutPayloadAndResult() {
    Answer page = alice.list("limit=100");

    assertThat(page).isSuccess(200);
    assertThat(page.jobs()).hasSize(jobs.size());
    for (JsonNode item : page.jobs()) {
      var whole = alice.job(item.path("jobId").asString()).data().asObject();
      whole.remove(List.of("payload", "result"));
      assertThat(item).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, true", "13, true", "14, false", "15, false", "100, false"})
  void hasAKeyExactlyWhenMoreFollow(int limit, boolean more) {
    Answer page = alice.list("limit=" + limit);

    assertThat(page.jobs()).hasSize(Math.min(limit, 14));
    assertThat(page.data().has("lastEvaluatedKey")).isEqualTo(more);
  }

  @Test
  void hasNoKeyOnTheLastPageAlsoWhereItIsFull() {
    Answer first = alice.list("limit=7");
    Answer second = alice.list("limit=7&lastEvaluatedKey=" + first.cursor().orElseThrow());

    assertThat(second.jobs()).hasSize(7);
    assertThat(second.cursor()).isEmpty();
  }

  private static Comparator<JsonNode> newestFirst() {
    return Comparator.comparing((JsonNode job) -> job.path("jobId").asString()).reversed();
  }

  private static String sortText(JsonNode value) {
    return value.isNumber() ? "%019d".formatted(value.longValue()) : value.asString();
  }

  private List<String> ids(Predicate<JsonNode> filter, Comparator<JsonNode> order) {
    return jobs.stream()
        .filter(filter)
        .sorted(order)
        .map(job -> job.path("jobId").asString())
        .toList();
  }
}
