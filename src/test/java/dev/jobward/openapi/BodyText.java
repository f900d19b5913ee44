package dev.jobward.openapi;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Bodies in JSON, with all numbers and strings that a payload may have in it. */
final class BodyText {

  /** Larger ones are many of the same, and would cost more than they show. */
  static final int MAX_BYTES = 256 * 1024;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNumberLength(Integer.MAX_VALUE)
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNameLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .build();

  private BodyText() {}

  /** Missing where it is no JSON. */
  static JsonNode parse(byte[] body) {
    try {
      return MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }
}
