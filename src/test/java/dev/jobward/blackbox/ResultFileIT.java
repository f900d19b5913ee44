package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.server.BlackBox;
import dev.jobward.blackbox.server.TestServer;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Files of all sizes and types over HTTP. */
@BlackBox
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ResultFileIT {

  private static final int MIB = StoredResults.ROW_BYTES;

  @ArquillianResource private Api api;
  @ArquillianResource private TestServer server;
  private String subject = "";
  private Client alice;

  @BeforeEach
  void meetAlice() {
    subject = Api.newSubject();
    alice = api.client(subject, "user");
  }

  @ParameterizedTest
  @CsvSource({"ndjson, application/x-ndjson", "csv, text/csv; charset=UTF-8"})
  void downloadsAnExportThatTheJobDescribes(String format, String contentType) {
    for (int i = 0; i < 200; i++) {
      alice.create(JobBody.idle());
    }
    String id = export(format);
    JsonNode described = alice.await(id, "COMPLETED").data().path("result");

    Answer file = alice.result(id);

    assertThat(file.status()).isEqualTo(200);
    assertThat(file).hasMediaType(contentType);
    assertThat(file.header("Content-Disposition").orElse(""))
        .startsWith("attachment; filename=\"jobs.%s\"".formatted(format));
    assertThat(file.header("Content-Length")).hasValue(Integer.toString(file.bytes().length));
    assertThat(file.header("ETag")).hasValue('"' + sha256(file.bytes()) + '"');
    assertThat(described.path("size").intValue()).isEqualTo(file.bytes().length);
    assertThat(described.path("sha256").asString()).isEqualTo(sha256(file.bytes()));
    assertThat(described.path("contentType").asString()).isEqualTo(contentType);
    assertThat(file.text().lines().count()).isGreaterThanOrEqualTo(200);
    assertThat(part(id, "bytes=100-299").bytes())
        .isEqualTo(Arrays.copyOfRange(file.bytes(), 100, 300));
  }

  /** No job was created in the first millisecond of 1970. */
  @Test
  void downloadsAnEmptyExport() {
    String id =
        alice
            .create(JobBody.of("jobs.export", "{\"format\":\"ndjson\",\"dateTo\":0}"))
            .path("jobId")
            .asString();
    alice.await(id, "COMPLETED");

    Answer whole = alice.result(id);
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.header("Content-Length")).hasValue("0");
    assertThat(whole.bytes()).isEmpty();
    for (String range : new String[] {"bytes=0-", "bytes=0-0", "bytes=-1", "bytes=-0"}) {
      Answer refused = part(id, range);
      assertThat(refused.status()).as(range).isEqualTo(416);
      assertThat(refused.header("Content-Range")).hasValue("bytes */0");
    }
    assertThat(part(id, "bytes=0-1,2-3").status()).isEqualTo(200);
  }

  @Test
  void downloadsAnExportOfSeveralRows() {
    stored().addJobs(subject, 7_000);
    String id = export("ndjson");
    JsonNode described = alice.await(id, "COMPLETED").data().path("result");
    assertThat(described.path("size").intValue()).isGreaterThan(2 * MIB);

    assertThat(sha256(alice.result(id).bytes())).isEqualTo(described.path("sha256").asString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, MIB - 1, MIB, MIB + 1, 5 * MIB + 3})
  void downloadsAFileOfAnySizeWholeAndInParts(int size) {
    byte[] content = content(size);
    String id = file("application/octet-stream", content);

    Answer whole = alice.result(id);

    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.bytes()).isEqualTo(content);
    assertThat(whole.header("Content-Length")).hasValue(Integer.toString(size));
    assertThat(whole.header("ETag")).hasValue('"' + sha256(content) + '"');
    for (int at : new int[] {0, size / 3, size - MIB - 1, size - MIB, size - 1}) {
      if (at >= 0 && at < size) {
        int end = Math.min(size, at + MIB + 1);
        Answer part = part(id, "bytes=%d-%d".formatted(at, end - 1));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(content, at, end));
        assertThat(part.header("Content-Range"))
            .hasValue("bytes %d-%d/%d".formatted(at, end - 1, size));
        assertThat(part.header("Content-Length")).hasValue(Integer.toString(end - at));
      }
    }
    assertThat(part(id, "bytes=%d-".formatted(size)).status()).isEqualTo(416);
  }

  @Test
  void answersHeadWithoutReadingTheFile() {
    String id = file("text/csv", content(2 * MIB));
    stored().removeRowsOfFile(id, 0);

    Answer head =
        new RawCall(api, "HEAD /v1/jobs/%s/result HTTP/1.1".formatted(id))
            .line("Authorization: Bearer " + api.tokens().token(subject, "user"))
            .send();

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).hasValue(Integer.toString(2 * MIB));
    assertThat(head.bytes()).isEmpty();
  }

  @Test
  void isNotThereOnceItsFileIsGone() {
    String id = file("text/csv", content(2 * MIB));
    stored().removeRowsOfFile(id, 0);

    assertThat(alice.result(id)).isRefused("NOT_FOUND");
  }

  /**
   * At once: a connection that is kept would let the next answer on it pass for the rest of the
   * file, until the server closes it as idle, after half a minute.
   */
  @Test
  @Timeout(20)
  void cutsTheConnectionIfTheFileGoesWhileItIsSent() {
    String id = file("text/csv", content(3 * MIB));
    stored().removeRowsOfFile(id, 2);

    assertThatThrownBy(() -> alice.result(id))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("bytes received: " + 2 * MIB);
    assertThat(part(id, "bytes=%d-%d".formatted(MIB, 2 * MIB - 1)).status()).isEqualTo(206);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "*/*",
        "text/csv\r\nX-Evil: 1",
        "text/csv\nX-Evil: 1",
        "t\u00e9/x"
      })
  void servesATypeThatIsNoneAsUnknownBytes(String contentType) {
    String id = file(contentType, content(3));

    for (String method : new String[] {"GET", "HEAD"}) {
      Answer answer = alice.call(method, "/v1/jobs/" + id + "/result").send();
      assertThat(answer.status()).as("%s", answer).isEqualTo(200);
      assertThat(answer.header("Content-Type")).hasValue("application/octet-stream");
      assertThat(answer.has("X-Evil")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "text/plain;charset=nonsense",
        "Text/X; a=\"b, c;d\" ;e=f",
        "multipart/mixed; boundary=x",
        "message/http"
      })
  void servesAnyTypeAsItIs(String contentType) {
    Answer answer = alice.result(file(contentType, content(3)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer).hasMediaType(contentType);
    assertThat(answer.bytes()).isEqualTo(content(3));
  }

  @Test
  void downloadsATextInUtf8() {
    String id = stored().addText(subject, "\"\\u00e9\\ud83d\\ude00\\u0000\\n\\ud800\"");

    Answer answer = alice.result(id);

    assertThat(answer.header("Content-Type")).hasValue("text/plain;charset=UTF-8");
    assertThat(answer.text()).isEqualTo("\u00e9\ud83d\ude00\0\n?");
    assertThat(answer.header("ETag")).hasValue('"' + sha256(answer.bytes()) + '"');
    assertThat(part(id, "bytes=2-5").text()).isEqualTo("\ud83d\ude00");
    assertThat(part(id, "bytes=-1").text()).isEqualTo("?");
  }

  @Test
  void downloadsAnEmptyText() {
    String id = stored().addText(subject, "\"\"");

    assertThat(alice.result(id).header("Content-Length")).hasValue("0");
    assertThat(part(id, "bytes=-1").status()).isEqualTo(416);
  }

  private String export(String format) {
    return alice
        .create(JobBody.of("jobs.export", "{\"format\":\"%s\"}".formatted(format)))
        .path("jobId")
        .asString();
  }

  private String file(String contentType, byte[] content) {
    return stored().addFile(subject, "a.bin", contentType, content);
  }

  private StoredResults stored() {
    assumeThat(server.database()).as("the database of a server that this run started").isPresent();
    return new StoredResults(server.database().orElseThrow());
  }

  private Answer part(String id, String range) {
    return alice.call("GET", "/v1/jobs/" + id + "/result").header("Range", range).send();
  }

  private static byte[] content(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
