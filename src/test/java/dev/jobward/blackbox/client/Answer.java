package dev.jobward.blackbox.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.AssertProvider;
import tools.jackson.databind.JsonNode;

/** What came back. */
public final class Answer implements AssertProvider<AnswerAssert> {

  private final int status;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final byte[] body;

  Answer(int status, Map<String, List<String>> headers, byte[] body) {
    this.status = status;
    this.headers.putAll(headers);
    this.body = body.clone();
  }

  public int status() {
    return status;
  }

  /** The header's only value; empty if it is not there, or there more than once. */
  public Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  Map<String, List<String>> headers() {
    return headers;
  }

  public boolean has(String header) {
    return headers.containsKey(header);
  }

  /** The names of all headers, in lower case. */
  public List<String> names() {
    return headers.keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public byte[] bytes() {
    return body.clone();
  }

  public JsonNode json() {
    return JsonText.parse(text());
  }

  /** The envelope's {@code data}. */
  public JsonNode data() {
    return json().path("data");
  }

  /** The text of one value, exactly as it came. */
  public String literal(String... path) {
    return JsonText.literal(text(), path);
  }

  public String jobId() {
    return data().path("jobId").asString();
  }

  /** The jobs of a list, in order. */
  public List<JsonNode> jobs() {
    return List.copyOf(data().path("jobs").values());
  }

  public List<String> jobIds() {
    List<String> ids = new ArrayList<>();
    jobs().forEach(job -> ids.add(job.path("jobId").asString()));
    return ids;
  }

  /** The cursor of a list's next page. */
  public Optional<String> cursor() {
    return data().has("lastEvaluatedKey")
        ? Optional.of(data().path("lastEvaluatedKey").asString())
        : Optional.empty();
  }

  /** The fields of the faults that a 400 names. */
  public List<String> faultyFields() {
    return json().path("errors").values().stream()
        .map(fault -> fault.path("field").asString())
        .toList();
  }

  @Override
  public AnswerAssert assertThat() {
    return new AnswerAssert(this);
  }

  @Override
  public String toString() {
    String text = text();
    return status + " " + headers + " " + text.substring(0, Math.min(text.length(), 2_000));
  }
}
