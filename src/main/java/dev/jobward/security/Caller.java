package dev.jobward.security;

import dev.jobward.job.Owner;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** What the application itself asks of a token, after the server has verified its signature. */
public final class Caller {

  /** How far a clock may be off, in seconds; the contract allows 60. */
  static final long LEEWAY_SECONDS = 30;

  private static final Set<String> ALGORITHMS = Set.of("RS256", "ES256");
  private static final Pattern ALGORITHM = Pattern.compile("\"alg\"\\s*:\\s*\"([^\"]*)\"");

  private Caller() {}

  /**
   * The owner that this token stands for; empty if it must not be accepted: servers differ in what
   * they check, so {@code exp}, {@code nbf} and the algorithm are looked at here too.
   */
  public static Optional<Owner> owner(Principal principal, Clock clock) {
    if (!(principal instanceof JsonWebToken token)) {
      return Optional.empty();
    }
    try {
      if (!isTimely(token, clock) || !isSigned(token)) {
        return Optional.empty();
      }
      String subject = token.getSubject();
      return subject == null ? Optional.empty() : Owner.of(subject);
    } catch (ClassCastException e) {
      // A server casts a claim to its proper type only when it is asked for.
      return Optional.empty();
    }
  }

  private static boolean isTimely(JsonWebToken token, Clock clock) {
    long now = clock.instant().getEpochSecond();
    if (token.getExpirationTime() <= now - LEEWAY_SECONDS) {
      return false;
    }
    Object notBefore = token.getClaim(Claims.nbf.name());
    if (notBefore == null) {
      return true;
    }
    try {
      return Double.parseDouble(notBefore.toString()) <= now + LEEWAY_SECONDS;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isSigned(JsonWebToken token) {
    String raw = token.getRawToken();
    int end = raw == null ? -1 : raw.indexOf('.');
    if (raw == null || end < 0) {
      return false;
    }
    try {
      String header =
          new String(Base64.getUrlDecoder().decode(raw.substring(0, end)), StandardCharsets.UTF_8);
      Matcher algorithm = ALGORITHM.matcher(header);
      return algorithm.find() && ALGORITHMS.contains(algorithm.group(1));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
