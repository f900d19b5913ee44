package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Jwt;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.server.BlackBox;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that nobody with the server's key has signed, or not in this way. */
@BlackBox
class TokenForgeryIT {

  @ArquillianResource private Api api;
  private String token = "";

  @BeforeEach
  void signAToken() {
    token = api.tokens().token(Api.newSubject(), "user");
    assertThat(tried(token)).isSuccess(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE", ""})
  void refusesATokenThatSaysItNeedsNoSignature(String algorithm) {
    Jwt jwt = Jwt.acceptableTo(api).header("alg", '"' + algorithm + '"');
    String empty = jwt.sign(signedPart -> new byte[0]);

    assertThat(tried(empty)).isInvalidToken();
    assertThat(tried(empty.substring(0, empty.length() - 1))).isInvalidToken();
    assertThat(tried(empty + token.substring(token.lastIndexOf('.') + 1))).isInvalidToken();
    assertThat(tried(jwt.sign(signedPart -> new byte[] {1, 2, 3}))).isInvalidToken();
  }

  /** The public key is no secret; a server that takes it for an HMAC's would accept anybody. */
  @Test
  void refusesAnHmacWithThePublicKeyAsItsSecret() {
    String pem = api.tokens().publicPem();
    String base64 = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    Jwt jwt = Jwt.acceptableTo(api).header("alg", "\"HS256\"");

    for (String secret : new String[] {pem, pem.strip(), pem.replace("\n", "\r\n"), base64}) {
      byte[] bytes = secret.getBytes(StandardCharsets.US_ASCII);
      assertThat(tried(jwt.sign(Jwt.hmac(bytes)))).isInvalidToken();
    }
    byte[] der = Base64.getDecoder().decode(base64);
    assertThat(tried(jwt.sign(Jwt.hmac(der)))).isInvalidToken();
    assertThat(tried(jwt.header("alg", "\"RS256\"").sign(Jwt.hmac(der)))).isInvalidToken();
  }

  @ParameterizedTest
  @CsvSource({
    "RS384, SHA384withRSA",
    "RS512, SHA512withRSA",
    "RS1, SHA1withRSA",
    "HS256, SHA256withRSA",
    "ES256, SHA256withRSA",
    "PS256, SHA256withRSA",
    "RS256, SHA384withRSA",
    "RS256, SHA1withRSA",
    "rs256, SHA256withRSA",
    "none, SHA256withRSA"
  })
  void refusesTheRightKeyWithAnotherAlgorithm(String named, String used) {
    Jwt jwt = Jwt.acceptableTo(api).header("alg", '"' + named + '"');

    assertThat(tried(jwt.sign(Jwt.rsa(serverKey(), used)))).isInvalidToken();
  }

  @Test
  void refusesTheRightKeyWithPss() {
    PrivateKey key = serverKey();
    Jwt.Signer pss =
        signedPart -> {
          Signature signature = Signature.getInstance("RSASSA-PSS");
          signature.setParameter(
              new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
          signature.initSign(key);
          signature.update(signedPart);
          return signature.sign();
        };

    assertThat(tried(Jwt.acceptableTo(api).header("alg", "\"PS256\"").sign(pss))).isInvalidToken();
    assertThat(tried(Jwt.acceptableTo(api).sign(pss))).isInvalidToken();
  }

  @Test
  void refusesAKeyThatItDoesNotKnow() {
    assertThat(tried(Jwt.acceptableTo(api).sign(Jwt.rsa(stranger().getPrivate(), "SHA256withRSA"))))
        .isInvalidToken();
  }

  /** The address is one that nothing listens on; the test is that the token is refused anyway. */
  @Test
  void refusesAKeyThatTheTokenBringsAlong() {
    KeyPair stranger = stranger();
    RSAPublicKey key = (RSAPublicKey) stranger.getPublic();
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String jwk =
        "{\"kty\":\"RSA\",\"alg\":\"RS256\",\"use\":\"sig\",\"kid\":\"k\",\"n\":\"%s\",\"e\":\"%s\"}"
            .formatted(
                base64.encodeToString(key.getModulus().toByteArray()),
                base64.encodeToString(key.getPublicExponent().toByteArray()));
    Jwt.Signer signer = Jwt.rsa(stranger.getPrivate(), "SHA256withRSA");

    assertThat(tried(Jwt.acceptableTo(api).header("jwk", jwk).sign(signer))).isInvalidToken();
    for (String name : new String[] {"jku", "x5u"}) {
      String url = "\"http://127.0.0.1:9/keys\"";
      assertThat(tried(Jwt.acceptableTo(api).header(name, url).sign(signer))).isInvalidToken();
      assertThat(tried(Jwt.acceptableTo(api).header(name, "\"file:///etc/passwd\"").sign(signer)))
          .isInvalidToken();
    }
    assertThat(tried(Jwt.acceptableTo(api).header("x5c", "[\"MIIB\"]").sign(signer)))
        .isInvalidToken();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"../../../../dev/null\"",
        "\"/etc/passwd\"",
        "\"' or '1'='1\"",
        "\"\"",
        "\"\\u0000\"",
        "5",
        "null",
        "{}"
      })
  void isNotLedAstrayByAKeyId(String kid) {
    Jwt jwt = Jwt.acceptableTo(api).header("kid", kid);

    assertThat(tried(jwt.sign(Jwt.rsa(stranger().getPrivate(), "SHA256withRSA")))).isInvalidToken();
    assertThat(tried(jwt.header("alg", "\"HS256\"").sign(Jwt.hmac(new byte[] {0}))))
        .isInvalidToken();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void refusesATokenOfWhichOnePartIsChanged(int changed) {
    String[] parts = token.split("\\.", -1);
    String part = parts[changed];
    for (int at : new int[] {0, part.length() / 2, part.length() - 5}) {
      char other = part.charAt(at) == 'A' ? 'B' : 'A';
      parts[changed] = part.substring(0, at) + other + part.substring(at + 1);
      assertThat(tried(String.join(".", parts))).isInvalidToken();
    }
    parts[changed] = "";
    assertThat(tried(String.join(".", parts))).isInvalidToken();
    parts[changed] = "!!!!";
    assertThat(tried(String.join(".", parts))).isInvalidToken();
    parts[changed] = Jwt.base64("{");
    assertThat(tried(String.join(".", parts))).isInvalidToken();
    parts[changed] = Jwt.base64("[]");
    assertThat(tried(String.join(".", parts))).isInvalidToken();
  }

  /** The last character of a signature has bits that are not used: one spelling alone is right. */
  @Test
  void refusesEveryOtherSpellingOfTheSignature() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    String start = token.substring(0, token.length() - 1);
    for (int i = 0; i < alphabet.length(); i++) {
      char last = alphabet.charAt(i);
      if (last != token.charAt(token.length() - 1)) {
        assertThat(tried(start + last)).isInvalidToken();
      }
    }
    assertThat(tried(token + "=")).isInvalidToken();
    assertThat(tried(token + "==")).isInvalidToken();
  }

  @Test
  void refusesAPartOfAnotherValidToken() {
    String[] mine = token.split("\\.", -1);
    String[] others = api.tokens().token(Api.newSubject(), "user").split("\\.", -1);

    assertThat(tried(mine[0] + "." + others[1] + "." + mine[2])).isInvalidToken();
  }

  @Test
  void refusesAnyOtherNumberOfParts() {
    String[] parts = token.split("\\.", -1);

    for (String odd :
        new String[] {
          parts[0],
          parts[0] + "." + parts[1],
          token + ".",
          token + "." + parts[2],
          token + "." + parts[1] + "." + parts[2],
          "." + token,
          "..",
          ".",
          "....",
        }) {
      assertThat(tried(odd)).isInvalidToken();
    }
  }

  /** Some connectors refuse such a header by themselves, with 400, 413 or 431. */
  @ParameterizedTest
  @ValueSource(ints = {6_000, 60_000, 1_000_000})
  void refusesAHugeToken(int length) {
    var call = new RawCall(api, "GET /v1/jobs?limit=1 HTTP/1.1");

    Answer answer = call.line("Authorization: Bearer " + token + "A".repeat(length)).send();

    assertThat(answer.status()).as("%s", answer).isIn(400, 401, 413, 431);
    assertThat(answer).hidesTheInsides();
  }

  private Answer tried(String forged) {
    return api.bearer(forged).list("limit=1");
  }

  private PrivateKey serverKey() {
    var key = api.tokens().key();
    assumeThat(key).as("the server's private key").isPresent();
    return key.orElseThrow().privateKey();
  }

  private static KeyPair stranger() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
