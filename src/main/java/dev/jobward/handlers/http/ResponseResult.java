package dev.jobward.handlers.http;

import dev.jobward.execution.JobFailure;
import dev.jobward.execution.JobResult;
import dev.jobward.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** What a job keeps of an answer: {@code {"status", "headers", "body"}}. */
final class ResponseResult {

  static final int MAX_BODY = 1024 * 1024;

  private ResponseResult() {}

  /**
   * Reads the answer to its end.
   *
   * @throws JobFailure if the body is larger than {@value #MAX_BODY} bytes; the rest is not read
   */
  static JobResult of(ClassicHttpResponse response) throws IOException, JobFailure {
    byte[] body = body(response);
    byte[] json =
        Json.write(
            out -> {
              out.writeStartObject();
              out.writeNumberProperty("status", response.getCode());
              out.writeObjectPropertyStart("headers");
              headers(response).forEach(out::writeStringProperty);
              out.writeEndObject();
              Optional<String> text = text(body);
              if (text.isPresent()) {
                out.writeStringProperty("body", text.get());
              } else {
                out.writeStringProperty("bodyBase64", Base64.getEncoder().encodeToString(body));
              }
              out.writeEndObject();
            });
    return JobResult.json(new String(json, StandardCharsets.UTF_8));
  }

  /** The stream is not closed: that would read to the end of whatever is sent. */
  private static byte[] body(ClassicHttpResponse response) throws IOException, JobFailure {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    if (entity.getContentLength() <= MAX_BODY) {
      byte[] body = entity.getContent().readNBytes(MAX_BODY + 1);
      if (body.length <= MAX_BODY) {
        return body;
      }
    }
    throw JobFailure.permanent(
        "RESPONSE_TOO_LARGE", "The answer's body is larger than %d bytes.".formatted(MAX_BODY));
  }

  /** The body, if it is UTF-8. */
  private static Optional<String> text(byte[] body) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /**
   * A header that is there more than once is one with commas, as RFC 9110 has it. Cookies have
   * commas of their own; a line end stands between them.
   */
  private static Map<String, String> headers(ClassicHttpResponse response) {
    Map<String, String> headers = new TreeMap<>();
    for (Header header : response.getHeaders()) {
      String name = header.getName().toLowerCase(Locale.ROOT);
      String value = header.getValue() == null ? "" : header.getValue();
      String separator = name.equals("set-cookie") ? "\n" : ", ";
      headers.merge(name, value, (first, next) -> first + separator + next);
    }
    return headers;
  }
}
