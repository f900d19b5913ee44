package dev.jobward.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

final class TokenTest {

  @TempDir private Path dataDir;
  private DevelopmentKey key;

  @BeforeEach
  void makeKey() {
    key = DevelopmentKey.loadOrCreate(dataDir);
  }

  @Test
  void thePublicKeyVerifiesTheSignature() throws GeneralSecurityException {
    assertThat(isSignedBy(key, Token.forSubject("ann").sign(key))).isTrue();
  }

  @Test
  void aTamperedTokenDoesNotVerify() throws GeneralSecurityException {
    String[] token = Token.forSubject("ann").sign(key).split("\\.", -1);
    String other = Token.forSubject("bob").sign(key).split("\\.", -1)[1];

    assertThat(isSignedBy(key, token[0] + "." + other + "." + token[2])).isFalse();
  }

  @Test
  void anySubjectSurvivesItsWayThroughJson() {
    String subject = "Zoë \"\\\n\t\u0001 😀 \u2028 </script>";

    assertThat(member(claims(Token.forSubject(subject).sign(key)), "sub")).isEqualTo(subject);
  }

  @Test
  void theDefaultsAreAnHourForAUser() {
    String claims = claims(Token.forSubject("ann").sign(key));

    assertThat(claims).contains("\"groups\":[\"user\"]");
    assertThat(member(claims, "iss")).isEqualTo(Token.DEFAULT_ISSUER);
    assertThat(number(claims, "exp") - number(claims, "iat")).isEqualTo(3600);
    assertThat(claims).contains("\"jti\":").doesNotContain("\"aud\"").doesNotContain("\"nbf\"");
  }

  @Test
  void twoTokensForTheSameUserDiffer() {
    assertThat(Token.forSubject("ann").sign(key)).isNotEqualTo(Token.forSubject("ann").sign(key));
  }

  @Test
  void aNegativeLifetimeHasEndedAlready() {
    long now = Instant.EPOCH.plusMillis(System.currentTimeMillis()).getEpochSecond();

    assertThat(number(claims(Token.forSubject("ann").expiresIn(-60).sign(key)), "exp"))
        .isLessThan(now);
  }

  @Test
  void oneAudienceIsAStringAndSeveralAreAnArray() {
    assertThat(claims(Token.forSubject("ann").audience("a").sign(key))).contains("\"aud\":\"a\"");
    assertThat(claims(Token.forSubject("ann").audience("a", "b").sign(key)))
        .contains("\"aud\":[\"a\",\"b\"]");
  }

  @Test
  void withoutSubjectThereIsNoSub() {
    assertThat(claims(Token.withoutSubject().sign(key))).doesNotContain("\"sub\"");
  }

  @Test
  void claimsAndHeaderParametersCanBeReplaced() {
    String token =
        Token.forSubject("ann").claim("exp", "\"soon\"").header("alg", "\"none\"").sign(key);

    assertThat(claims(token)).contains("\"exp\":\"soon\"");
    assertThat(part(token, 0)).contains("\"alg\":\"none\"");
  }

  private static boolean isSignedBy(DevelopmentKey key, String token)
      throws GeneralSecurityException {
    int dot = token.lastIndexOf('.');
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(key.publicKey());
    signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
    return signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)));
  }

  private static String claims(String token) {
    return part(token, 1);
  }

  /** Read by a parser that is not ours, so that both cannot be wrong in the same way. */
  private static String member(String json, String name) {
    Map<String, String> members = new HashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue() && parser.currentName() != null) {
          members.put(parser.currentName(), parser.getString());
        }
      }
    }
    assertThat(members).containsKey(name);
    return members.getOrDefault(name, "");
  }

  private static long number(String json, String name) {
    return Long.parseLong(member(json, name));
  }

  private static String part(String token, int index) {
    byte[] bytes = Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
