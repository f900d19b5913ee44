package dev.jobward.handlers.http;

import dev.jobward.platform.targets.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The payload of {@code http.request}, checked.
 *
 * @param expected the statuses that are a success; none for every 2xx
 * @param timeout for the whole exchange, redirects and body included
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
record HttpCall(
    HttpMethod method,
    Target target,
    RequestHeaders headers,
    Optional<String> body,
    Set<Integer> expected,
    Duration timeout) {

  boolean expects(int status) {
    return expected.isEmpty() ? status >= 200 && status < 300 : expected.contains(status);
  }
}
