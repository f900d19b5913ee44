package dev.jobward.blackbox.client;

import dev.jobward.dev.Token;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A token of which everything can be chosen: it starts as a valid one, and gets worse from there.
 */
public final class Jwt {

  /** Signs, or does something else to the same end. */
  @FunctionalInterface
  public interface Signer {
    byte[] sign(byte[] signedPart) throws GeneralSecurityException;
  }

  private final Map<String, String> header = new LinkedHashMap<>();
  private final Map<String, String> claims = new LinkedHashMap<>();

  private Jwt() {}

  /** What the server accepts, once it is signed with RS256. */
  public static Jwt acceptableTo(Api api) {
    Jwt jwt =
        new Jwt()
            .header("alg", "\"RS256\"")
            .header("typ", "\"JWT\"")
            .claim("iss", '"' + Token.DEFAULT_ISSUER + '"')
            .claim("sub", '"' + Api.newSubject() + '"')
            .claim("groups", "[\"user\"]")
            .claim("iat", secondsFromNow(0))
            .claim("exp", secondsFromNow(600))
            .claim("jti", '"' + Api.newSubject() + '"');
    api.tokens().audience().ifPresent(audience -> jwt.claim("aud", '"' + audience + '"'));
    return jwt;
  }

  public static String secondsFromNow(long seconds) {
    return Long.toString(System.currentTimeMillis() / 1000 + seconds);
  }

  public Jwt header(String name, String json) {
    header.put(name, json);
    return this;
  }

  public Jwt claim(String name, String json) {
    claims.put(name, json);
    return this;
  }

  public Jwt without(String claim) {
    claims.remove(claim);
    return this;
  }

  public String sign(Signer signer) {
    String signedPart = base64(object(header)) + "." + base64(object(claims));
    try {
      return signedPart + "." + base64(signer.sign(utf8(signedPart)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code algorithm} as the JDK names it. */
  public static Signer rsa(PrivateKey key, String algorithm) {
    return signedPart -> {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(signedPart);
      return signature.sign();
    };
  }

  public static Signer hmac(byte[] secret) {
    return signedPart -> {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(signedPart);
    };
  }

  public static String base64(String text) {
    return base64(utf8(text));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> '"' + member.getKey() + "\":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
