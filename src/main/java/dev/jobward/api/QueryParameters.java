package dev.jobward.api;

import dev.jobward.job.NewJob;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A query string, read once and strictly: every listed parameter at most once, never empty. Faults
 * gather, so that a client hears of all of them at once.
 */
final class QueryParameters {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");

  private final Map<String, List<String>> values = new HashMap<>();
  private final List<Fault> faults = new ArrayList<>();

  QueryParameters(@Nullable String queryString) {
    if (queryString == null) {
      return;
    }
    for (String pair : queryString.split("&", -1)) {
      int equals = pair.indexOf('=');
      Optional<String> name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      Optional<String> value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
      if (name.isPresent()) {
        // An undecodable value is one that nothing will accept, not even as the name of an owner.
        values.computeIfAbsent(name.get(), key -> new ArrayList<>()).add(value.orElse("\0"));
      }
    }
  }

  void fault(String field, String message) {
    faults.add(new Fault(field, message));
  }

  /** Ends the request with all that was found, if anything was. */
  void refuseFaults() {
    if (!faults.isEmpty()) {
      throw new ApiFailure(ErrorCode.INVALID_QUERY, faults);
    }
  }

  Optional<String> text(String name) {
    List<String> sent = values.getOrDefault(name, List.of());
    if (sent.size() > 1) {
      fault(name, "must be given once");
      return Optional.empty();
    }
    if (sent.size() == 1 && sent.get(0).isEmpty()) {
      fault(name, "must not be empty");
      return Optional.empty();
    }
    return sent.stream().findFirst();
  }

  /** A number that has to be there. */
  int requiredNumber(String name, int min, int max) {
    if (!values.containsKey(name)) {
      fault(name, "is required: a whole number between %d and %d".formatted(min, max));
      return min;
    }
    return (int)
        number(name, min, max, "must be a whole number between %d and %d".formatted(min, max))
            .orElse((long) min)
            .longValue();
  }

  /** A moment in Unix milliseconds. */
  Optional<Instant> instant(String name) {
    return number(
            name,
            0,
            NewJob.MAX_MILLIS,
            "must be Unix milliseconds between 0 and %d".formatted(NewJob.MAX_MILLIS))
        .map(Instant::ofEpochMilli);
  }

  /** One of a fixed list of names, in their own letter case. */
  <E extends Enum<E>> Optional<E> oneOf(String name, E[] allowed, Function<E, String> spelling) {
    Optional<String> sent = text(name);
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (E value : allowed) {
      if (spelling.apply(value).equals(sent.get())) {
        return Optional.of(value);
      }
      names.add(spelling.apply(value));
    }
    fault(name, "must be one of " + String.join(", ", names));
    return Optional.empty();
  }

  private Optional<Long> number(String name, long min, long max, String message) {
    Optional<String> sent = text(name);
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    if (WHOLE_NUMBER.matcher(sent.get()).matches() && sent.get().length() <= 18) {
      long value = Long.parseLong(sent.get());
      if (value >= min && value <= max) {
        return Optional.of(value);
      }
    }
    fault(name, message);
    return Optional.empty();
  }

  /** Empty where the text is no percent-encoded UTF-8. */
  private static Optional<String> decoded(String encoded) {
    byte[] raw = encoded.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '+') {
        bytes.put((byte) ' ');
      } else if (raw[i] == '%') {
        int high = i + 2 <= raw.length - 1 ? Character.digit(raw[i + 1], 16) : -1;
        int low = i + 2 <= raw.length - 1 ? Character.digit(raw[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        bytes.put((byte) (high * 16 + low));
        i += 2;
      } else {
        bytes.put(raw[i]);
      }
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
