package dev.jobward.blackbox.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The API at one address, and who can call it. */
public final class Api {

  private final URI baseUri;
  private final Tokens tokens;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /** {@code baseUri} has no slash at its end. */
  public Api(URI baseUri, Tokens tokens) {
    this.baseUri = baseUri;
    this.tokens = tokens;
  }

  /** A user who has no jobs yet. */
  public Client newUser() {
    return client(newSubject(), "user");
  }

  /** A worker with nothing to do yet. */
  public Worker newWorker() {
    return new Worker(client(newSubject(), "worker"));
  }

  /** Somebody with these roles. */
  public Client client(String subject, String... roles) {
    return bearer(tokens.token(subject, roles));
  }

  /** Whoever this token stands for, if for anybody. */
  public Client bearer(String token) {
    return new Client(this, Optional.of("Bearer " + token));
  }

  /** Sends no token. */
  public Client nobody() {
    return new Client(this, Optional.empty());
  }

  public static String newSubject() {
    return "user-" + UUID.randomUUID();
  }

  /** A job type that nothing serves. */
  public static String unservedType() {
    return "unserved." + UUID.randomUUID();
  }

  public URI baseUri() {
    return baseUri;
  }

  public Tokens tokens() {
    return tokens;
  }

  HttpClient http() {
    return http;
  }
}
