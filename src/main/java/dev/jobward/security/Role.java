package dev.jobward.security;

/** The roles of the API, as they stand in a token's {@code groups}. None contains another. */
public final class Role {

  /** Submits jobs and sees the own ones. */
  public static final String USER = "user";

  /** Runs jobs over HTTP. */
  public static final String WORKER = "worker";

  /** Watches and steers everybody's jobs. */
  public static final String ADMIN = "admin";

  private Role() {}
}
