package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The members of a creation: which there are, what they may be, and what they mean. */
@BlackBox
class CreationIT {

  private static final long LATEST = 253_402_300_799_999L;

  @ArquillianResource private Api api;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @Test
  void answersWithTheJobAndWhereItIs() {
    Answer created = alice.post(JobBody.idle().json());

    assertThat(created).isSuccess(201);
    String location = created.header("Location").orElseThrow();
    assertThat(location).endsWith("/v1/jobs/" + created.jobId());
    Answer found = alice.get(location.replace(api.baseUri().toString(), ""));
    assertThat(found).isSuccess(200);
    assertThat(found.data()).isEqualTo(created.data());
  }

  @Test
  void fillsInTheDefaults() {
    var job = alice.create(JobBody.idle());

    assertThat(job.path("priority").intValue()).isZero();
    assertThat(job.path("maxAttempts").intValue()).isEqualTo(3);
    assertThat(job.path("timeoutSeconds").intValue()).isEqualTo(3600);
    assertThat(job.path("expiresAt").isNull()).isTrue();
    assertThat(job.path("runAt")).isEqualTo(job.path("createdAt"));
    assertThat(job.path("updatedAt")).isEqualTo(job.path("createdAt"));
  }

  @ParameterizedTest
  @CsvSource({
    "priority, -100, 100",
    "maxAttempts, 1, 100",
    "timeoutSeconds, 1, 86400",
    "runAt, 1, 253402300799999"
  })
  void acceptsANumberUpToItsBoundsAndNoFurther(String member, long least, long most) {
    for (long value : new long[] {least, most}) {
      Answer answer = alice.post(JobBody.idle().with(member, Long.toString(value)).json());
      assertThat(answer).isSuccess(201);
      if (!member.equals("runAt")) {
        assertThat(answer.data().path(member).longValue()).isEqualTo(value);
      }
    }
    assertThat(alice.post(JobBody.idle().with(member, Long.toString(most + 1)).json()))
        .isRefusedFor("INVALID_BODY", member);
    if (!member.equals("runAt")) {
      assertThat(alice.post(JobBody.idle().with(member, Long.toString(least - 1)).json()))
          .isRefusedFor("INVALID_BODY", member);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"priority", "maxAttempts", "timeoutSeconds", "runAt", "expiresAt"})
  void coercesNothingToANumber(String member) {
    for (String json :
        new String[] {
          "\"5\"",
          "5.5",
          "5.0",
          "5e0",
          "5E2",
          "1e999999999",
          "-1e999999999",
          "1e-999999999",
          "2147483648000000",
          "9223372036854775808",
          "9".repeat(50_000),
          "true",
          "[]",
          "[5]",
          "{}",
          "\"\"",
          "-101",
          "5.000000000000000000000000000001"
        }) {
      assertThat(alice.post(JobBody.idle().with(member, json).json()))
          .isRefusedFor("INVALID_BODY", member);
    }
    assertThat(alice.list("limit=1").jobIds()).isEmpty();
  }

  @Test
  void refusesAPriorityThatAnIntWouldWrapAround() {
    for (String json : new String[] {"2147483648", "4294967296", "4294967301", "65541"}) {
      assertThat(alice.post(JobBody.idle().with("priority", json).json()))
          .isRefusedFor("INVALID_BODY", "priority");
    }
  }

  @Test
  void takesNullForAnOptionalMemberAsIfItWereLeftOut() {
    Answer answer =
        alice.post(
            JobBody.idle()
                .with("priority", "null")
                .with("maxAttempts", "null")
                .with("timeoutSeconds", "null")
                .with("runAt", "null")
                .with("expiresAt", "null")
                .json());

    assertThat(answer).isSuccess(201);
    assertThat(answer.data().path("maxAttempts").intValue()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        "null",
        "true",
        "[\"a\"]",
        "{}",
        "\"\"",
        "\" \"",
        "\"1a\"",
        "\".a\"",
        "\"-a\"",
        "\"_a\"",
        "\"a b\"",
        "\"a/b\"",
        "\"a:b\"",
        "\"\u00e4\"",
        "\"a\u00e4\"",
        "\"a\\u0000\"",
        "\"\\u0000\"",
        "\"a\\n\"",
        "\"a\\ud83d\\ude00\"",
        "\"\\ud800\""
      })
  void refusesAJobTypeThatIsNone(String json) {
    assertThat(alice.post(JobBody.idle().with("jobType", json).json()))
        .isRefusedFor("INVALID_BODY", "jobType");
  }

  @Test
  void acceptsAJobTypeUpToAHundredCharacters() {
    String longest = "Z" + "a0._-".repeat(20).substring(0, 99);

    assertThat(alice.post(JobBody.of(longest, "{}").json())).isSuccess(201);
    assertThat(alice.post(JobBody.of(longest + "x", "{}").json()))
        .isRefusedFor("INVALID_BODY", "jobType");
    assertThat(alice.post(JobBody.of("Z", "{}").json())).isSuccess(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "5", "\"{}\"", "[]", "[{}]", "true", "1e400"})
  void refusesAPayloadThatIsNoObject(String json) {
    assertThat(alice.post(JobBody.idle().with("payload", json).json()))
        .isRefusedFor("INVALID_BODY", "payload");
  }

  @Test
  void namesTheMembersThatAreMissing() {
    assertThat(alice.post("{}")).isRefusedFor("INVALID_BODY", "jobType", "payload");
    assertThat(alice.post(JobBody.idle().without("payload").json()))
        .isRefusedFor("INVALID_BODY", "payload");
    assertThat(alice.post(JobBody.idle().without("jobType").json()))
        .isRefusedFor("INVALID_BODY", "jobType");
  }

  @Test
  void namesEveryFaultAtOnce() {
    Answer answer =
        alice.post(
            JobBody.of("1", "[]")
                .with("priority", "101")
                .with("maxAttempts", "0")
                .with("timeoutSeconds", "\"1\"")
                .with("runAt", "-1")
                .with("expiresAt", "1.5")
                .with("colour", "\"red\"")
                .with("status", "\"COMPLETED\"")
                .json());

    assertThat(answer)
        .isRefusedFor(
            "INVALID_BODY",
            "jobType",
            "payload",
            "priority",
            "maxAttempts",
            "timeoutSeconds",
            "runAt",
            "expiresAt",
            "colour",
            "status");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jobId",
        "owner",
        "status",
        "result",
        "createdAt",
        "JobType",
        "jobtype",
        "payload ",
        "",
        "__proto__",
        "a\\u0000"
      })
  void refusesAMemberThatIsNotListed(String name) {
    Answer answer = alice.post(JobBody.idle().with(name, "null").json());

    assertThat(answer).isRefused("INVALID_BODY");
    assertThat(alice.list("limit=1").jobIds()).isEmpty();
  }

  @Test
  void acceptsAnExpiryThatIsToCome() {
    long soon = System.currentTimeMillis() + 3_600_000;

    var job =
        alice.create(
            JobBody.idle()
                .with("runAt", Long.toString(soon - 1))
                .with("expiresAt", Long.toString(soon)));

    assertThat(job.path("expiresAt").longValue()).isEqualTo(soon);
    assertThat(job.path("runAt").longValue()).isEqualTo(soon - 1);
    assertThat(alice.post(JobBody.idle().with("expiresAt", Long.toString(LATEST)).json()))
        .isSuccess(201);
  }

  @Test
  void refusesAnExpiryThatIsOverOrComesBeforeTheJobIsDue() {
    long soon = System.currentTimeMillis() + 3_600_000;

    for (long over : new long[] {0, 1, System.currentTimeMillis() - 1_000}) {
      assertThat(alice.post(JobBody.idle().with("expiresAt", Long.toString(over)).json()))
          .isRefusedFor("INVALID_BODY", "expiresAt");
    }
    for (long runAt : new long[] {soon, soon + 1, LATEST}) {
      assertThat(
              alice.post(
                  JobBody.idle()
                      .with("expiresAt", Long.toString(soon))
                      .with("runAt", Long.toString(runAt))
                      .json()))
          .isRefusedFor("INVALID_BODY", "expiresAt");
    }
  }
}
