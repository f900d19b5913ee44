package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.Jwt;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are properly signed, and yet not acceptable. */
@BlackBox
class TokenClaimsIT {

  @ArquillianResource private Api api;
  private Jwt jwt;

  @SuppressWarnings("NullAway.Init") // set before each test
  TokenClaimsIT() {}

  @BeforeEach
  void beginWithAnAcceptableToken() {
    assumeThat(api.tokens().key()).as("the server's private key").isPresent();
    jwt = Jwt.acceptableTo(api);
    assertThat(tried(jwt)).isSuccess(200);
  }

  @Test
  void refusesAnExpiredToken() {
    assertThat(tried(jwt.claim("exp", Jwt.secondsFromNow(-61)))).isInvalidToken();
    assertThat(tried(jwt.claim("exp", "0"))).isInvalidToken();
    assertThat(tried(jwt.claim("exp", "-1"))).isInvalidToken();
  }

  @Test
  void refusesATokenThatNeverExpires() {
    assertThat(tried(jwt.without("exp"))).isInvalidToken();
    assertThat(tried(jwt.claim("exp", "null"))).isInvalidToken();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"", "[%s]", "{\"at\":%s}", "true", "\"never\"", "\"\""})
  void refusesAnExpiryThatIsNoNumber(String json) {
    assertThat(tried(jwt.claim("exp", json.formatted(Jwt.secondsFromNow(600))))).isInvalidToken();
  }

  /** Whether 1e999999999 seconds are far away or nonsense is open; it must cost nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1e999999999", "9223372036854775808"})
  void surviveAnExpiryBeyondAllNumbers(String json) {
    assertThat(tried(jwt.claim("exp", json)).status()).isIn(200, 401);
    assertThat(tried(jwt.claim("nbf", json)).status()).isIn(200, 401);
  }

  @Test
  void refusesATokenBeforeItsTime() {
    assertThat(tried(jwt.claim("nbf", Jwt.secondsFromNow(120)))).isInvalidToken();
    assertThat(tried(jwt.claim("nbf", "\"soon\""))).isInvalidToken();
  }

  @Test
  void acceptsATokenWhoseTimeHasCome() {
    assertThat(tried(jwt.claim("nbf", Jwt.secondsFromNow(-1)))).isSuccess(200);
  }

  @Test
  void refusesAnotherIssuerOrNone() {
    assertThat(tried(jwt.claim("iss", "\"https://evil.example\""))).isInvalidToken();
    assertThat(tried(jwt.claim("iss", "\"\""))).isInvalidToken();
    assertThat(tried(jwt.claim("iss", "5"))).isInvalidToken();
    assertThat(tried(jwt.without("iss"))).isInvalidToken();
  }

  @Test
  void refusesAnotherAudienceOrNone() {
    assumeThat(api.tokens().audience()).as("an audience that the server asks for").isPresent();
    String audience = api.tokens().audience().orElseThrow();

    assertThat(tried(jwt.claim("aud", "[\"other\",\"" + audience + "\"]"))).isSuccess(200);
    for (String json :
        new String[] {"\"other\"", "[\"other\"]", "[]", "\"\"", "5", "\"" + audience + "x\""}) {
      assertThat(tried(jwt.claim("aud", json))).isInvalidToken();
    }
    assertThat(tried(jwt.without("aud"))).isInvalidToken();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"\\u0000\"",
        "\"alice\\u0000\"",
        "\"\\u0000alice\"",
        "\"\\ud800\"",
        "5",
        "null",
        "true",
        "[\"alice\"]",
        "{\"name\":\"alice\"}"
      })
  void refusesASubjectThatNamesNobody(String json) {
    assertThat(tried(jwt.claim("sub", json))).isInvalidToken();
  }

  /** MicroProfile JWT would fall back to these for the principal's name; the owner is the sub. */
  @Test
  void takesNoOtherClaimForTheSubject() {
    assertThat(
            tried(
                jwt.without("sub")
                    .claim("upn", "\"alice\"")
                    .claim("preferred_username", "\"alice\"")))
        .isInvalidToken();
  }

  @Test
  void keepsUsersApartWhoseOtherNamesAreTheSame() {
    jwt.claim("upn", "\"same\"").claim("preferred_username", "\"same\"");
    Client alice = caller(jwt);
    Client bob = caller(jwt.claim("sub", '"' + Api.newSubject() + '"'));

    String id = alice.createIdle();

    assertThat(bob.job(id)).isRefused("NOT_FOUND");
  }

  @Test
  void keepsASubjectOfAnyCharacters() {
    String name =
        "\\\"'; drop table job; -- %s \\u00e4\\ud83d\\ude00 \\t".formatted(Api.newSubject());
    Client caller = caller(jwt.claim("sub", '"' + name + '"'));

    String id = caller.create(JobBody.idle()).path("jobId").asString();

    assertThat(caller.list("limit=10").jobIds()).containsExactly(id);
  }

  /** The contract leaves open what groups in another form mean; they must not be an error. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\"user\"", "null", "5", "[5]", "[[\"user\"]]", "{\"user\":true}", "[null]"})
  void survivesGroupsInAnotherForm(String json) {
    Answer answer = tried(jwt.claim("groups", json));

    assertThat(answer.status()).as("%s", answer).isIn(200, 401, 403);
    assertThat(answer).hidesTheInsides();
  }

  @Test
  void refusesATokenWithoutGroups() {
    assertThat(tried(jwt.without("groups"))).isRefused("FORBIDDEN");
    assertThat(tried(jwt.claim("roles", "[\"user\"]").claim("scope", "\"user\"")))
        .isRefused("FORBIDDEN");
  }

  private Client caller(Jwt token) {
    var key = api.tokens().key().orElseThrow().privateKey();
    return api.bearer(token.sign(Jwt.rsa(key, "SHA256withRSA")));
  }

  private Answer tried(Jwt token) {
    return caller(token).list("limit=1");
  }
}
