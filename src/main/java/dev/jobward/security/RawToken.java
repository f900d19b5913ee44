package dev.jobward.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** A token as it was sent, looked at for what servers are lenient about. */
final class RawToken {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String[] parts;

  RawToken(String text) {
    this.parts = text.split("\\.", -1);
  }

  /**
   * Whether there are three parts, each in its one spelling. Decoders pass over padding and the
   * unused bits of a last character, so that one signature would have many texts.
   */
  boolean isCanonical() {
    for (String part : parts) {
      if (part.isEmpty()
          || !decoded(part).filter(bytes -> encoded(bytes).equals(part)).isPresent()) {
        return false;
      }
    }
    return parts.length == 3;
  }

  /** The header's own {@code alg}, not that of a key inside of it; empty for none. */
  String algorithm() {
    try {
      return decoded(parts[0])
          .map(header -> algorithm(new String(header, StandardCharsets.UTF_8)))
          .orElse("");
    } catch (JacksonException e) {
      return "";
    }
  }

  private static String algorithm(String header) {
    String algorithm = "";
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), header)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return algorithm;
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean isAlgorithm = json.currentName().equals("alg");
        if (json.nextToken() == JsonToken.VALUE_STRING && isAlgorithm) {
          algorithm = json.getString();
        }
        json.skipChildren();
      }
    }
    return algorithm;
  }

  private static Optional<byte[]> decoded(String part) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(part));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
