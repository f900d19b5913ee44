package dev.jobward.blackbox.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.server.BlackBox;
import java.nio.charset.StandardCharsets;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker says of a file that it sends. */
@BlackBox
class UploadHeadersIT {

  private static final byte[] FORM = "a=b&c=%20d\r\n--x\r\n".getBytes(StandardCharsets.UTF_8);

  @ArquillianResource private Api api;
  private Client alice;
  private Worker worker;
  private Leased held;

  @SuppressWarnings("NullAway.Init") // set before each test
  UploadHeadersIT() {}

  @BeforeEach
  void runAJob() {
    alice = api.newUser();
    worker = api.newWorker();
    String type = Api.unservedType();
    alice.create(type);
    held = worker.take(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/json",
        "text/html; charset=utf-16",
        "Text/X; a=\"b, c;d\" ;e=f",
        "application/vnd.example.v1+json",
        "message/http"
      })
  void keepsAFileOfAnyTypeAsItIs(String contentType) {
    assertThat(worker.put(held).header("Content-Type", contentType).body(FORM).send())
        .isSuccess(200);

    Answer file = alice.result(held.jobId());
    assertThat(file.bytes()).isEqualTo(FORM);
    assertThat(file).hasMediaType(contentType);
  }

  @Test
  void takesAFileOfNoTypeForUnknownBytes() {
    assertThat(worker.put(held, FORM)).isSuccess(200);

    assertThat(alice.job(held.jobId()).data().at("/result/contentType").asString())
        .isEqualTo("application/octet-stream");
    assertThat(alice.job(held.jobId()).data().at("/result/name").asString()).isEqualTo("result");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "text/",
        "/csv",
        "",
        " ",
        "*/*",
        "text/*",
        "text/csv;",
        "text/csv; charset",
        "text/csv; charset=",
        "text/csv, text/csv",
        "text/csv text/csv"
      })
  void refusesATypeThatIsNoMediaType(String contentType) {
    Answer answer =
        raw().line("Content-Type: " + contentType).line("Content-Length: 1").send(new byte[1]);

    assertThat(answer).isRefusedFor("INVALID_HEADER", "Content-Type");
    assertThat(worker.heartbeat(held)).isSuccess(200);
  }

  @Test
  void refusesATypeThatIsLongerThanAny() {
    assertThat(worker.put(held).header("Content-Type", "text/" + "x".repeat(300)).body(FORM).send())
        .isRefusedFor("INVALID_HEADER", "Content-Type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "identity", "x"})
  void refusesAnEncodedFile(String encoding) {
    Answer answer = worker.put(held).header("Content-Encoding", encoding).body(FORM).send();

    assertThat(answer).isRefused("UNSUPPORTED_MEDIA_TYPE");
    assertThat(answer.json().path("message").asString()).contains("file", "Content-Encoding");
    assertThat(worker.heartbeat(held)).isSuccess(200);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "attachment; filename=a.csv, a.csv",
        "inline; filename=\"a \\\"b\\\".csv\", a \"b\".csv",
        "attachment; filename*=UTF-8''na%C3%AFve%20%E2%82%AC.txt, naïve €.txt",
        "attachment; filename=\"x\"; filename*=utf-8'en'%F0%9F%98%80, 😀",
        "attachment; filename=\"../../etc/passwd\", passwd",
        "attachment; filename=\"C:\\dir\\a.csv\", a.csv",
        "attachment; filename*=UTF-8''..%2Fa%01b%0A%7F.csv, ab.csv",
        "attachment; filename=\"..\", result",
        "attachment, result"
      })
  void keepsTheNameAndNoFolder(String disposition, String name) {
    assertThat(worker.put(held).header("Content-Disposition", disposition).body(FORM).send())
        .isSuccess(200);

    assertThat(alice.job(held.jobId()).data().at("/result/name").asString()).isEqualTo(name);
    assertThat(alice.result(held.jobId()).bytes()).isEqualTo(FORM);
  }

  /** Whether a header may hold anything but ASCII is up to the connector. */
  @Test
  void keepsANameInUtf8WhereTheServerLetsItThrough() {
    String utf8 =
        new String("naïve €.txt".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    Answer answer =
        raw()
            .line("Content-Disposition: attachment; filename=\"" + utf8 + '"')
            .line("Content-Length: 1")
            .send(new byte[1]);

    assertThat(answer.status()).isIn(200, 400);
    if (answer.status() == 200) {
      assertThat(alice.job(held.jobId()).data().at("/result/name").asString())
          .isEqualTo("naïve €.txt");
    } else {
      assertThat(worker.heartbeat(held)).isSuccess(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filename=a.csv",
        "attachment; filename=\"a",
        "attachment; filename=a b",
        "attachment; filename*=UTF-8''%zz",
        "attachment; filename*=latin1''a"
      })
  void refusesANameThatCannotBeUnderstood(String disposition) {
    assertThat(worker.put(held).header("Content-Disposition", disposition).body(FORM).send())
        .isRefusedFor("INVALID_HEADER", "Content-Disposition");
    assertThat(worker.heartbeat(held)).isSuccess(200);
  }

  @Test
  void namesEveryHeaderThatIsWrongAtOnce() {
    Answer answer =
        new RawCall(api, "PUT /v1/worker/jobs/%s/result HTTP/1.1".formatted(held.jobId()))
            .line("Authorization: Bearer " + api.tokens().token(Api.newSubject(), "worker"))
            .line("Content-Type: */*")
            .line("Content-Disposition: attachment; filename=a")
            .line("Content-Disposition: attachment; filename=a")
            .line("Content-Length: 1")
            .send(new byte[1]);

    assertThat(answer)
        .isRefusedFor("INVALID_HEADER", "Lease-Token", "Content-Type", "Content-Disposition");
  }

  @Test
  void refusesTwoTokens() {
    assertThat(raw().line("Lease-Token: x").line("Content-Length: 1").send(new byte[1]))
        .isRefusedFor("INVALID_HEADER", "Lease-Token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "00000000-0000-4000-8000-000000000000", "'"})
  void refusesATokenThatIsNotTheJobsLatest(String token) {
    assertThat(worker.put(held.withToken(token), FORM)).isRefused("LEASE_LOST");
  }

  private RawCall raw() {
    return new RawCall(api, "PUT /v1/worker/jobs/%s/result HTTP/1.1".formatted(held.jobId()))
        .line("Authorization: Bearer " + api.tokens().token(Api.newSubject(), "worker"))
        .line("Lease-Token: " + held.token());
  }
}
