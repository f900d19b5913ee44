package dev.jobward.api;

import dev.jobward.job.IdempotencyKey;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What makes a creation safe to repeat. */
final class IdempotencyHeader {

  static final String REPLAYED = "Idempotent-Replayed";

  private static final String NAME = "Idempotency-Key";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private IdempotencyHeader() {}

  /** The key that came with this body; none if there is none, or if there is a fault with it. */
  static Optional<IdempotencyKey> key(HttpServletRequest request, byte[] body, List<Fault> faults) {
    List<String> sent = Collections.list(request.getHeaders(NAME));
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    if (sent.size() > 1 || !KEY.matcher(sent.get(0)).matches()) {
      faults.add(new Fault(NAME, "must be given once, 1 to 255 visible ASCII characters"));
      return Optional.empty();
    }
    return Optional.of(IdempotencyKey.of(sent.get(0), body));
  }
}
