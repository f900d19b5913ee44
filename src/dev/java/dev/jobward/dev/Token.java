package dev.jobward.dev;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Builds a compact JWT, signed with RS256. Times are seconds from the moment of {@link #sign}; the
 * defaults make a token that the server started by {@code scripts/run} accepts for an hour.
 */
public final class Token {

  /** The issuer that a development server expects. It is a name; nobody connects to it. */
  public static final String DEFAULT_ISSUER = "https://jobward.localhost/dev";

  private final Map<String, String> header = new LinkedHashMap<>();
  private final Map<String, String> claims = new LinkedHashMap<>();
  private long expiresIn = 3600;

  private Token() {
    header("alg", quote("RS256"));
    header("typ", quote("JWT"));
    issuer(DEFAULT_ISSUER);
    groups("user");
  }

  public static Token forSubject(String subject) {
    return new Token().claim("sub", quote(subject));
  }

  /** Properly signed, and yet no user of this API: the owner of a job is the {@code sub}. */
  public static Token withoutSubject() {
    return new Token();
  }

  /** Replaces the default group, {@code user}; without arguments the token has no group. */
  public Token groups(String... groups) {
    return claim("groups", array(Arrays.asList(groups)));
  }

  public Token issuer(String issuer) {
    return claim("iss", quote(issuer));
  }

  /** One audience is written as a string, several as an array; both are legal, so both occur. */
  public Token audience(String... audiences) {
    return claim(
        "aud", audiences.length == 1 ? quote(audiences[0]) : array(Arrays.asList(audiences)));
  }

  /** Seconds from now; negative makes a token that has already expired. */
  public Token expiresIn(long seconds) {
    this.expiresIn = seconds;
    return this;
  }

  public Token notBefore(long secondsFromNow) {
    return claim("nbf", Long.toString(now() + secondsFromNow));
  }

  /** Sets a claim to a JSON text, also one of those that this class would set itself. */
  public Token claim(String name, String jsonText) {
    claims.put(name, jsonText);
    return this;
  }

  /** Sets a header parameter to a JSON text. The signature stays RS256, whatever it says. */
  public Token header(String name, String jsonText) {
    header.put(name, jsonText);
    return this;
  }

  public String sign(DevelopmentKey key) {
    Map<String, String> all = new LinkedHashMap<>(claims);
    all.putIfAbsent("iat", Long.toString(now()));
    all.putIfAbsent("exp", Long.toString(now() + expiresIn));
    all.putIfAbsent("jti", quote(UUID.randomUUID().toString()));
    String signed = base64(utf8(object(header))) + "." + base64(utf8(object(all)));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key.privateKey());
      signature.update(utf8(signed));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot sign with RS256", e);
    }
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> quote(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String array(List<String> texts) {
    return texts.stream().map(Token::quote).collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * A JSON string. Surrogates are escaped too: a lone one has no UTF-8, and would come out as a
   * question mark.
   */
  private static String quote(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
