package dev.jobward.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.Owner;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {

  private static final long NOW = 1_764_000_000L;
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);

  @Test
  void isTheSubjectOfTheToken() {
    assertThat(owner(aToken())).contains(new Owner("ann"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "ann ", "Zoë 😀", "a@b.c", "auth0|1", "\n", "null", "../x"})
  void keepsTheSubjectAsItStandsThere(String subject) {
    assertThat(owner(aToken().with("sub", subject))).contains(new Owner(subject));
  }

  @Test
  void refusesATokenWithoutSubject() {
    assertThat(owner(aToken().with("sub", null))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "ann\0", "\0ann", "\uD800", "ann\uDC00"})
  void refusesASubjectThatCannotBeKept(String subject) {
    assertThat(owner(aToken().with("sub", subject))).isEmpty();
  }

  @Test
  void refusesAPrincipalThatIsNoToken() {
    Principal principal = () -> "ann";

    assertThat(Caller.owner(principal, CLOCK)).isEmpty();
  }

  @Test
  void takesATokenThatExpiredWithinTheLeeway() {
    assertThat(owner(aToken().with("exp", NOW - Caller.LEEWAY_SECONDS + 1))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(longs = {NOW - Caller.LEEWAY_SECONDS, NOW - 3600, 0, -1, Long.MIN_VALUE})
  void refusesATokenThatHasExpired(long exp) {
    assertThat(owner(aToken().with("exp", exp))).isEmpty();
  }

  @Test
  void refusesATokenThatNeverExpires() {
    assertThat(owner(aToken().with("exp", null))).isEmpty();
  }

  @Test
  void allowsNoMoreLeewayThanTheContract() {
    assertThat(Caller.LEEWAY_SECONDS).isBetween(0L, 60L);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, NOW, NOW + Caller.LEEWAY_SECONDS})
  void takesATokenWhoseTimeHasCome(long nbf) {
    assertThat(owner(aToken().with("nbf", nbf))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(longs = {NOW + Caller.LEEWAY_SECONDS + 1, NOW + 3600, Long.MAX_VALUE})
  void refusesATokenWhoseTimeHasNotCome(long nbf) {
    assertThat(owner(aToken().with("nbf", nbf))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "tomorrow", "", "NaN", "1e999", "{}"})
  void refusesATokenWhoseTimeIsNone(String nbf) {
    assertThat(owner(aToken().with("nbf", nbf))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "ES256"})
  void takesTheAlgorithmsOfTheContract(String algorithm) {
    assertThat(owner(aToken().signedAs("{\"alg\":\"" + algorithm + "\"}"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none", "None", "", "HS256", "RS384", "RS512", "PS256", "ES384", "rs256", "RS256 "
      })
  void refusesAnyOtherAlgorithm(String algorithm) {
    assertThat(owner(aToken().signedAs("{\"alg\":\"" + algorithm + "\"}"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        "[]",
        "{\"alg\":null}",
        "{\"alg\":[\"RS256\"]}",
        "{\"typ\":\"RS256\"}",
        "{\"jwk\":{\"alg\":\"RS256\"},\"alg\":\"PS256\"}",
        "{\"jwk\":{\"alg\":\"RS256\"}}",
        "{\"x\":\"\\\"alg\\\":\\\"RS256\\\"\",\"alg\":\"none\"}",
        "{\"alg\":\"RS256\",\"alg\":\"none\"}",
        "{\"alg\":\"RS256\"",
        "{\"\\u0061lg\":\"none\",\"alg\":\"RS256\"}"
      })
  void refusesAHeaderThatDoesNotPlainlySayItsAlgorithm(String header) {
    assertThat(owner(aToken().signedAs(header))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a", "!!.a.b", "e30.a.b", "\uD800.a.b"})
  void refusesARawTokenThatIsNone(String raw) {
    assertThat(owner(aToken().with("raw_token", raw))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "e30.c2ln=",
        "e30.c2lnQQ==",
        "e30.c2lnQR",
        "e31.c2ln",
        "e30=.c2ln",
        "e30.",
        ".c2ln",
        "e30",
        "e30.c2ln.c2ln"
      })
  void refusesAnotherSpellingOfAPart(String rest) {
    String header = "eyJhbGciOiJSUzI1NiJ9.";
    assertThat(owner(aToken().with("raw_token", header + "e30.c2ln"))).isPresent();
    assertThat(owner(aToken().with("raw_token", header + rest))).isEmpty();
  }

  @Test
  void refusesATokenThatTheServerDoesNotShow() {
    assertThat(owner(aToken().with("raw_token", null))).isEmpty();
  }

  @Test
  void isGoodUntilTheTokenExpires() {
    assertThat(Caller.expiry(aToken().with("exp", NOW + 60), Instant.ofEpochSecond(NOW)))
        .isEqualTo(Instant.ofEpochSecond(NOW + 60));
  }

  @Test
  void isGoodForAMomentWhereAnExpiredTokenWasAccepted() {
    assertThat(Caller.expiry(aToken().with("exp", NOW - 5), Instant.ofEpochSecond(NOW)))
        .isEqualTo(Instant.ofEpochSecond(NOW - 5 + Caller.LEEWAY_SECONDS));
  }

  /** Fractions are legal, and nobody checks that a time is one that a calendar has. */
  @Test
  void isGoodForAsLongAsTheTokenSaysHoweverItSaysIt() {
    assertThat(Caller.expiry(aToken().with("exp", NOW + 1.5), Instant.ofEpochSecond(NOW)))
        .isEqualTo(Instant.ofEpochSecond(NOW + 1));
    for (Object exp : new Object[] {1e18, 1e300, Long.MAX_VALUE, "31556889864403199", 1e16}) {
      assertThat(Caller.expiry(aToken().with("exp", exp), Instant.ofEpochSecond(NOW)))
          .isAfter(Instant.ofEpochSecond(253_402_300_799L));
    }
  }

  @Test
  void isGoodForNoTimeWithoutAToken() {
    Principal principal = () -> "ann";

    assertThat(Caller.expiry(principal, Instant.EPOCH)).isEqualTo(Instant.EPOCH);
  }

  @Test
  void hasTheRolesOfTheTokensGroupsAndNoOthers() {
    Token token = aToken().with("groups", Set.of("user", "worker"));

    assertThat(Caller.hasRole(token, Role.USER)).isTrue();
    assertThat(Caller.hasRole(token, Role.WORKER)).isTrue();
    assertThat(Caller.hasRole(token, Role.ADMIN)).isFalse();
    assertThat(Caller.hasRole(aToken(), Role.USER)).isFalse();
    assertThat(Caller.hasRole(() -> "ann", Role.USER)).isFalse();
  }

  private static Optional<Owner> owner(Token token) {
    return Caller.owner(token, CLOCK);
  }

  private static Token aToken() {
    return new Token()
        .with("sub", "ann")
        .with("exp", NOW + 3600)
        .signedAs("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
  }

  /** A token as the server hands it over once it is verified. */
  private static final class Token implements JsonWebToken {

    private final Map<String, Object> claims = new HashMap<>();

    private Token with(String claim, @Nullable Object value) {
      if (value == null) {
        claims.remove(claim);
      } else {
        claims.put(claim, value);
      }
      return this;
    }

    private Token signedAs(String header) {
      String encoded =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(header.getBytes(StandardCharsets.UTF_8));
      return with("raw_token", encoded + ".e30.c2ln");
    }

    @Override
    public String getName() {
      return "a name that is not the subject";
    }

    @Override
    public Set<String> getClaimNames() {
      return claims.keySet();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // as in the API
    public <T> T getClaim(String claim) {
      return (T) claims.get(claim);
    }
  }
}
