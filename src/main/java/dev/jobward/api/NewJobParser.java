package dev.jobward.api;

import dev.jobward.execution.PayloadFault;
import dev.jobward.job.JobType;
import dev.jobward.job.NewJob;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the body of a creation, one token after the other. Nothing is coerced, and the payload is
 * never turned into values: it is kept as the slice of the text that it was sent as.
 */
final class NewJobParser {

  static final int MAX_DEPTH = 100;

  /**
   * Neither names nor numbers have a limit but the body's; names are not kept from request to
   * request.
   */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final String text;
  private final Clock clock;
  private final PayloadCheck check;
  private final List<Fault> faults = new ArrayList<>();
  private Optional<JobType> type = Optional.empty();
  private Optional<String> payload = Optional.empty();
  private boolean typeSeen;
  private boolean payloadSeen;
  private OptionalLong priority = OptionalLong.empty();
  private OptionalLong maxAttempts = OptionalLong.empty();
  private OptionalLong timeoutSeconds = OptionalLong.empty();
  private OptionalLong runAt = OptionalLong.empty();
  private OptionalLong expiresAt = OptionalLong.empty();

  private NewJobParser(String text, Clock clock, PayloadCheck check) {
    this.text = text;
    this.clock = clock;
    this.check = check;
  }

  /** What a job type asks of its payloads. */
  @FunctionalInterface
  interface PayloadCheck {
    List<PayloadFault> check(JobType type, String payload);
  }

  /**
   * The job that the body asks for.
   *
   * @throws ApiFailure with every fault that was found, unless the body is no JSON at all
   */
  static NewJob parse(byte[] body, Clock clock, PayloadCheck check) {
    return new NewJobParser(decoded(body), clock, check).parse();
  }

  private static String decoded(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw invalid(new Fault("body", "must be valid UTF-8"));
    }
  }

  private static ApiFailure invalid(Fault fault) {
    return new ApiFailure(ErrorCode.INVALID_BODY, List.of(fault));
  }

  private NewJob parse() {
    if (text.startsWith("\uFEFF")) {
      throw invalid(new Fault("body", "must not begin with a byte order mark"));
    }
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw invalid(new Fault("body", "must be a JSON object"));
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        member(json, name);
      }
      if (json.nextToken() != null) {
        throw invalid(new Fault("body", "must end with the object"));
      }
    } catch (StreamConstraintsException e) {
      throw invalid(new Fault("body", "must not nest deeper than %d levels".formatted(MAX_DEPTH)));
    } catch (JacksonException e) {
      String fault = isDuplicate(e) ? "has a name twice in one object" : "is not JSON";
      throw invalid(new Fault("body", fault + where(e)));
    }
    return job();
  }

  /** The parser has no type of its own for it; a test holds that it says so. */
  private static boolean isDuplicate(JacksonException e) {
    return String.valueOf(e.getOriginalMessage()).startsWith("Duplicate");
  }

  private static String where(JacksonException e) {
    return e.getLocation() == null
        ? ""
        : " at line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  private void member(JsonParser json, String name) {
    switch (name) {
      case "jobType" -> {
        typeSeen = true;
        type = type(json);
      }
      case "payload" -> {
        payloadSeen = true;
        payload = payload(json);
      }
      case "priority" -> priority = number(json, name, NewJob.MIN_PRIORITY, NewJob.MAX_PRIORITY);
      case "maxAttempts" -> maxAttempts = number(json, name, 1, NewJob.MAX_MAX_ATTEMPTS);
      case "timeoutSeconds" -> timeoutSeconds = number(json, name, 1, NewJob.MAX_TIMEOUT_SECONDS);
      case "runAt" -> runAt = number(json, name, 0, NewJob.MAX_MILLIS);
      case "expiresAt" -> expiresAt = number(json, name, 0, NewJob.MAX_MILLIS);
      default -> {
        faults.add(new Fault(shown(name), "is not a member of a job"));
        json.skipChildren();
      }
    }
  }

  /** A name is repeated to its sender, but not at any length. */
  private static String shown(String name) {
    return name.length() <= 100 ? name : name.substring(0, 100) + "…";
  }

  private Optional<JobType> type(JsonParser json) {
    Optional<JobType> found =
        json.currentToken() == JsonToken.VALUE_STRING
            ? JobType.parse(json.getString())
            : Optional.empty();
    if (found.isEmpty()) {
      faults.add(
          new Fault(
              "jobType",
              "must be a string of 1 to 100 letters, digits, '.', '_' and '-' that begins with a letter"));
    }
    json.skipChildren();
    return found;
  }

  private Optional<String> payload(JsonParser json) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      faults.add(new Fault("payload", "must be an object"));
      json.skipChildren();
      return Optional.empty();
    }
    int start = (int) json.currentTokenLocation().getCharOffset();
    json.skipChildren();
    int end = (int) json.currentTokenLocation().getCharOffset() + 1;
    return Optional.of(text.substring(start, end));
  }

  private OptionalLong number(JsonParser json, String name, long min, long max) {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return OptionalLong.empty();
    }
    // The length first: no number may cost more than its own length.
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getStringLength() <= 18) {
      long value = Long.parseLong(json.getString());
      if (value >= min && value <= max) {
        return OptionalLong.of(value);
      }
    }
    faults.add(new Fault(name, "must be a whole number between %d and %d".formatted(min, max)));
    json.skipChildren();
    return OptionalLong.empty();
  }

  private NewJob job() {
    if (!typeSeen) {
      faults.add(new Fault("jobType", "is required"));
    }
    if (!payloadSeen) {
      faults.add(new Fault("payload", "is required"));
    }
    expiresAt.ifPresent(this::checkExpiry);
    if (type.isPresent() && payload.isPresent()) {
      for (PayloadFault fault : check.check(type.get(), payload.get())) {
        faults.add(new Fault(shown("payload." + fault.member()), fault.message()));
      }
    }
    if (!faults.isEmpty() || type.isEmpty() || payload.isEmpty()) {
      throw new ApiFailure(ErrorCode.INVALID_BODY, faults);
    }
    NewJob job = NewJob.of(type.get(), payload.get());
    priority.ifPresent(value -> job.priority((int) value));
    maxAttempts.ifPresent(value -> job.maxAttempts((int) value));
    timeoutSeconds.ifPresent(value -> job.timeoutSeconds((int) value));
    runAt.ifPresent(value -> job.runAt(Instant.ofEpochMilli(value)));
    expiresAt.ifPresent(value -> job.expiresAt(Instant.ofEpochMilli(value)));
    return job;
  }

  private void checkExpiry(long expiry) {
    if (expiry <= clock.millis()) {
      faults.add(new Fault("expiresAt", "must be in the future"));
    } else if (runAt.isPresent() && expiry <= runAt.getAsLong()) {
      faults.add(new Fault("expiresAt", "must be after runAt"));
    }
  }
}
