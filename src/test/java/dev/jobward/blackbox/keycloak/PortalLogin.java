package dev.jobward.blackbox.keycloak;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The authorization code flow with PKCE, as a browser and a page in it go through it. */
final class PortalLogin {

  private static final String CLIENT = "jobward-portal";
  private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
  private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

  private final HttpClient http;
  private final URI issuer;
  private final String page;

  PortalLogin(HttpClient http, URI issuer, String page) {
    this.http = http;
    this.issuer = issuer;
    this.page = page;
  }

  String token(String user, String password) {
    String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
    HttpResponse<String> asked =
        Keycloak.send(
            http,
            request(
                "/auth?"
                    + Keycloak.form(
                        Map.of(
                            "client_id", CLIENT,
                            "response_type", "code",
                            "scope", "openid profile",
                            "redirect_uri", page,
                            "state", "s",
                            "code_challenge_method", "S256",
                            "code_challenge", challenge(verifier)))));
    URI action = URI.create(found(ACTION, asked.body()).replace("&amp;", "&"));
    HttpResponse<String> typed =
        Keycloak.send(
            http,
            HttpRequest.newBuilder(action)
                .header("Cookie", cookies(asked))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(post(Map.of("username", user, "password", password))));
    String code = found(CODE, typed.headers().firstValue("Location").orElse("no redirect"));
    return Keycloak.accessToken(
        Keycloak.send(
                http,
                request("/token")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(
                        post(
                            Map.of(
                                "grant_type", "authorization_code",
                                "client_id", CLIENT,
                                "redirect_uri", page,
                                "code", code,
                                "code_verifier", verifier))))
            .body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect" + path));
  }

  private static HttpRequest.BodyPublisher post(Map<String, String> fields) {
    return BodyPublishers.ofString(Keycloak.form(fields));
  }

  /** By hand: the JDK sends no cookie that is Secure over HTTP, which browsers do on loopback. */
  private static String cookies(HttpResponse<String> response) {
    return response.headers().allValues("Set-Cookie").stream()
        .map(cookie -> cookie.split(";", 2)[0])
        .collect(Collectors.joining("; "));
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }
}
