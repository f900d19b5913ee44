package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.server.BlackBox;
import dev.jobward.openapi.ApiDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API, as every server has to serve it: as it is written. */
@BlackBox
class OpenApiIT {

  private static final Path FILE = Path.of("src/main/resources/META-INF/openapi.yaml");

  @ArquillianResource private Api api;
  private Client anybody;

  @BeforeEach
  void meetAnybody() {
    anybody = api.nobody();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi", "/openapi?format=YAML", "/openapi?more=1"})
  void isThereForEverybodyAsItIsWritten(String path) throws IOException {
    Answer answer = anybody.get(path);

    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(answer.header("Content-Type")).contains("application/yaml");
    assertThat(answer.text()).isEqualTo(Files.readString(FILE));
    assertThat(answer.has("X-Request-Id")).isTrue();
    assertThat(answer).hidesTheInsides();
  }

  @Test
  void isTheSameInJson() {
    Answer byName = anybody.get("/openapi?format=JSON");
    Answer byType = anybody.call("GET", "/openapi").header("Accept", "application/json").send();

    assertThat(JsonMapper.shared().readTree(byName.text()))
        .isEqualTo(JsonMapper.shared().readTree(ApiDocument.written().root().toString()));
    assertThat(byName.header("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    assertThat(byType.text()).isEqualTo(byName.text());
    assertThat(byName).hidesTheInsides();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "text/html, */*;q=0.1", "application/yaml, application/json", "a"})
  void isYamlForWhoTakesBothOrDoesNotSay(String accept) {
    Answer answer = anybody.call("GET", "/openapi").header("Accept", accept).send();

    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(answer.text()).startsWith("openapi: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"format=XML", "format=", "format=JSON&format=JSON", "format=json"})
  void refusesAFormatThatItDoesNotHave(String query) {
    assertThat(anybody.get("/openapi?" + query)).isRefusedFor("INVALID_QUERY", "format");
  }

  @Test
  void isNotSentAgainToWhoHasIt() {
    String tag = anybody.get("/openapi").header("ETag").orElse("");
    Answer again = anybody.call("GET", "/openapi").header("If-None-Match", tag).send();
    Answer other = anybody.call("GET", "/openapi?format=JSON").header("If-None-Match", tag).send();

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.bytes()).isEmpty();
    assertThat(other.status()).isEqualTo(200);
    assertThat(again.header("Cache-Control")).contains("no-cache");
  }

  @Test
  void hasAHead() {
    Answer head = anybody.call("HEAD", "/openapi").send();

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.bytes()).isEmpty();
    assertThat(head.header("Content-Length"))
        .contains(Integer.toString(anybody.get("/openapi").bytes().length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "FOO"})
  void refusesOtherMethods(String method) {
    Answer answer = anybody.call(method, "/openapi").json("{}").send();

    assertThat(answer).isRefused("METHOD_NOT_ALLOWED");
    assertThat(answer.header("Allow")).contains("GET, HEAD, OPTIONS");
  }

  @Test
  void namesTheMethodsWhenAskedForTheOptions() {
    Answer answer = anybody.call("OPTIONS", "/openapi").send();

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Allow")).contains("GET, HEAD, OPTIONS");
  }

  /** Where servers have more of their own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openapi/",
        "/openapi/x",
        "/openapi/application.wadl",
        "/openapi.json",
        "/openapi;a=b"
      })
  void hasNothingBesideIt(String path) {
    assertThat(anybody.get(path)).isRefused("NOT_FOUND");
  }
}
