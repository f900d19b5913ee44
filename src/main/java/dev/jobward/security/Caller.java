package dev.jobward.security;

import dev.jobward.job.Owner;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoublePredicate;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** What the application itself asks of a token, after the server has verified its signature. */
public final class Caller {

  /** How far a clock may be off, in seconds; the contract allows 60. */
  static final long LEEWAY_SECONDS = 30;

  private static final Set<String> ALGORITHMS = Set.of("RS256", "ES256");

  private Caller() {}

  /**
   * The owner that this token stands for; empty if it must not be accepted: servers differ in what
   * they check, so {@code exp}, {@code nbf}, the algorithm and the spelling are looked at here too.
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

  /**
   * When the token of somebody whose {@link #owner} is known expires. Clocks may differ: one that
   * was accepted though its time was over is good for a moment.
   */
  public static Instant expiry(Principal principal, Instant now) {
    if (!(principal instanceof JsonWebToken token)) {
      return Instant.EPOCH;
    }
    // Not by its own accessor, which takes no fraction; nor does every number fit into a time.
    double seconds = Double.parseDouble(String.valueOf(token.<Object>getClaim(Claims.exp.name())));
    long last = Instant.MAX.getEpochSecond() - LEEWAY_SECONDS;
    Instant expiry = Instant.ofEpochSecond(Math.min((long) seconds, last));
    return expiry.isAfter(now) ? expiry : expiry.plusSeconds(LEEWAY_SECONDS);
  }

  /** Whether the token of somebody whose {@link #owner} is known has this role. */
  public static boolean hasRole(Principal principal, String role) {
    return principal instanceof JsonWebToken token
        && Optional.ofNullable(token.getGroups()).orElse(Set.of()).contains(role);
  }

  private static boolean isTimely(JsonWebToken token, Clock clock) {
    long now = clock.instant().getEpochSecond();
    return isInTime(token, Claims.exp, exp -> exp > now - LEEWAY_SECONDS, false)
        && isInTime(token, Claims.nbf, nbf -> nbf <= now + LEEWAY_SECONDS, true);
  }

  /** Asked for by name: for want of {@code exp} its own accessor throws. */
  private static boolean isInTime(
      JsonWebToken token, Claims claim, DoublePredicate condition, boolean ifMissing) {
    Object seconds = token.getClaim(claim.name());
    if (seconds == null) {
      return ifMissing;
    }
    try {
      return condition.test(Double.parseDouble(seconds.toString()));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isSigned(JsonWebToken token) {
    String text = token.getRawToken();
    if (text == null) {
      return false;
    }
    RawToken raw = new RawToken(text);
    return raw.isCanonical() && ALGORITHMS.contains(raw.algorithm());
  }
}
