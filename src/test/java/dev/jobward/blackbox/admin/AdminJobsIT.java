package dev.jobward.blackbox.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.HeldJob;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import dev.jobward.blackbox.server.TestServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Everybody's jobs, as an administrator sees and changes them. */
@BlackBox
class AdminJobsIT {

  private static final String NO_JOB = "0198c0de-0000-7000-8000-000000000000";

  private final String type = Api.unservedType();
  private final String alicesName = Api.newSubject();
  private final String bobsName = Api.newSubject();

  @ArquillianResource private Api api;
  @ArquillianResource private TestServer server;
  private Client alice;
  private Client bob;
  private Client admin;

  @SuppressWarnings("NullAway.Init") // set before each test
  AdminJobsIT() {}

  @BeforeEach
  void meetThem() {
    alice = api.client(alicesName, "user");
    bob = api.client(bobsName, "user");
    admin = api.client(Api.newSubject(), "admin");
  }

  @Test
  void listsTheJobsOfAllEachWithItsOwner() {
    String first = alice.create(type);
    String second = bob.create(type);

    Answer page = list("limit=10&jobType=" + type);

    assertThat(page).isSuccess(200);
    assertThat(page.jobIds()).containsExactly(second, first);
    assertThat(page.jobs())
        .extracting(job -> job.path("owner").asString())
        .containsExactly(bobsName, alicesName);
    JsonNode shown = page.jobs().get(1);
    JsonNode own = alice.list("limit=1&jobType=" + type).jobs().get(0);
    own.properties()
        .forEach(member -> assertThat(shown.get(member.getKey())).isEqualTo(member.getValue()));
    assertThat(shown.size()).isEqualTo(own.size() + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"createdAt", "updatedAt", "jobType", "status"})
  void followsItsCursorInEveryOrder(String sortBy) {
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      created.add((i % 2 == 0 ? alice : bob).create(type));
    }
    HeldJob.claim(api, type);
    alice.cancel(created.get(6));

    for (String order : new String[] {"asc", "desc"}) {
      List<String> seen =
          listAll("limit=2&jobType=%s&sortBy=%s&sortOrder=%s".formatted(type, sortBy, order));
      assertThat(seen).containsExactlyInAnyOrderElementsOf(created);
    }
  }

  @Test
  void listsTheJobsOfOneOwner() {
    String hers = alice.create(type);
    bob.create(type);

    assertThat(list("limit=10&owner=" + alicesName).jobIds()).containsExactly(hers);
    assertThat(list("limit=10&owner=" + alicesName + "&status=FAILED").jobIds()).isEmpty();
    assertThat(list("limit=10&owner=" + alicesName + "x").jobIds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "_",
        "a b",
        "a+b&c=d",
        "ä😀",
        "' or 1=1 --",
        "\\",
        "\n",
        "\u0001",
        "null",
        "\u202e\u2028"
      })
  void takesAnOwnersNameLiterally(String odd) {
    String name = odd + UUID.randomUUID();
    String id = api.client(name, "user").create(type);
    alice.create(type);

    Answer page = list("limit=10&jobType=" + type + "&owner=" + encoded(name));

    assertThat(page.jobIds()).containsExactly(id);
    assertThat(page.jobs().get(0).path("owner").asString()).isEqualTo(name);
    assertThat(list("limit=10&jobType=" + type + "&owner=" + encoded(odd)).jobIds()).isEmpty();
  }

  @Test
  void refusesAnOwnerWhoCanBeNobody() {
    for (String bad : new String[] {"", "%00", "a%00b", "%ff", "%C0%80", "a".repeat(1025)}) {
      assertThat(list("limit=5&owner=" + bad)).isRefusedFor("INVALID_QUERY", "owner");
    }
    assertThat(list("limit=5&owner=a&owner=b")).isRefusedFor("INVALID_QUERY", "owner");
    assertThat(list("limit=0&owner=&status=x&lastEvaluatedKey=x"))
        .isRefusedFor("INVALID_QUERY", "limit", "owner", "status", "lastEvaluatedKey");
    assertThat(list("")).isRefusedFor("INVALID_QUERY", "limit");
  }

  @Test
  void takesNoCursorOfAnotherList() {
    for (int i = 0; i < 3; i++) {
      alice.create(type);
    }
    String hers = alice.list("limit=1&jobType=" + type).cursor().orElseThrow();
    String all = list("limit=1&jobType=" + type).cursor().orElseThrow();
    String ofHer = list("limit=1&jobType=" + type + "&owner=" + alicesName).cursor().orElseThrow();

    for (String foreign : List.of(hers, ofHer)) {
      assertThat(list("limit=1&jobType=" + type + "&lastEvaluatedKey=" + foreign))
          .isRefusedFor("INVALID_QUERY", "lastEvaluatedKey");
    }
    for (String foreign : List.of(hers, all)) {
      assertThat(
              list(
                  "limit=1&jobType="
                      + type
                      + "&owner="
                      + alicesName
                      + "&lastEvaluatedKey="
                      + foreign))
          .isRefusedFor("INVALID_QUERY", "lastEvaluatedKey");
    }
    for (String foreign : List.of(all, ofHer)) {
      assertThat(alice.list("limit=1&jobType=" + type + "&lastEvaluatedKey=" + foreign))
          .isRefusedFor("INVALID_QUERY", "lastEvaluatedKey");
    }
    Client another = api.client(Api.newSubject(), "admin");
    assertThat(another.get("/v1/admin/jobs?limit=1&jobType=" + type + "&lastEvaluatedKey=" + all))
        .isSuccess(200);
  }

  @Test
  void showsAJobWithItsOwnerPayloadAndResult() {
    String id = alice.create(JobBody.of(type, "{\"a\": 1.00}")).path("jobId").asString();
    HeldJob.claim(api, type).complete("{\"b\": 2.00}");

    Answer job = admin.get("/v1/admin/jobs/" + id);

    assertThat(job).isSuccess(200);
    assertThat(job.data().path("owner").asString()).isEqualTo(alicesName);
    assertThat(job.literal("data", "payload")).isEqualTo("{\"a\": 1.00}");
    assertThat(job.literal("data", "result")).isEqualTo("{\"b\": 2.00}");
    assertThat(job.data().size()).isEqualTo(alice.job(id).data().size() + 1);
  }

  @Test
  void cancelsAndRetriesAsTheOwnerWould() {
    String id = alice.create(type);

    assertThat(post(id, "retry")).isRefused("CONFLICT");
    Answer cancelled = post(id, "cancel");
    assertThat(cancelled).isSuccess(200);
    assertThat(cancelled.data().path("status").asString()).isEqualTo("CANCELLED");
    assertThat(cancelled.data().path("owner").asString()).isEqualTo(alicesName);
    assertThat(post(id, "cancel")).isRefused("CONFLICT");
    assertThat(post(id, "retry")).isSuccess(200);
    assertThat(alice.job(id).data().path("status").asString()).isEqualTo("PENDING");
    HeldJob.claim(api, type);
    assertThat(post(id, "cancel").data().path("cancelRequested").booleanValue()).isTrue();
    assertThat(alice.job(id).data().path("status").asString()).isEqualTo("RUNNING");
  }

  @ParameterizedTest
  @ValueSource(strings = {NO_JOB, "x", "0198C0DE-0000-7000-8000-000000000000", "%25", "a%20b"})
  void knowsNoJobThatIsNotThere(String id) {
    assertThat(admin.get("/v1/admin/jobs/" + id)).isRefused("NOT_FOUND");
    assertThat(post(id, "cancel")).isRefused("NOT_FOUND");
    assertThat(post(id, "retry")).isRefused("NOT_FOUND");
  }

  /** Of a name that would write a line of its own, one line is left. */
  @Test
  void writesWhatIsChangedToTheLogAndWhoDidIt() throws IOException {
    assumeThat(server.log()).as("a server that this run has started").isPresent();
    String name = "eve-" + UUID.randomUUID();
    Client eve = api.client(name + "\nadmin \"bob\"", "admin");
    String id = alice.create(type);
    String traceId = "trace-" + UUID.randomUUID();

    eve.call("POST", "/v1/admin/jobs/" + id + "/cancel").header("X-Request-Id", traceId).send();
    eve.call("POST", "/v1/admin/jobs/" + id + "/cancel").send();

    List<String> lines =
        Files.readAllLines(server.log().orElseThrow(), StandardCharsets.UTF_8).stream()
            .filter(line -> line.contains(name))
            .toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .contains("admin \"" + name + "\\u{a}admin \\\"bob\\\"\"")
        .contains("cancelled the job " + id)
        .contains("request " + traceId);
  }

  private Answer list(String query) {
    return admin.get("/v1/admin/jobs?" + query);
  }

  private Answer post(String id, String deed) {
    return admin.call("POST", "/v1/admin/jobs/" + id + "/" + deed).send();
  }

  private List<String> listAll(String query) {
    List<String> ids = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Answer page = list(query + cursor.map(key -> "&lastEvaluatedKey=" + key).orElse(""));
      assertThat(page).isSuccess(200);
      ids.addAll(page.jobIds());
      cursor = page.cursor();
    } while (cursor.isPresent() && ids.size() < 1_000);
    return ids;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
