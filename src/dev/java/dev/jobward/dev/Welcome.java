package dev.jobward.dev;

/** What {@code scripts/run} prints when the API answers: lines to paste into a shell. */
final class Welcome {

  private final String baseUrl;
  private final RunSettings settings;

  Welcome(String baseUrl, RunSettings settings) {
    this.baseUrl = baseUrl;
    this.settings = settings;
  }

  String text() {
    return settings.ownKey() ? forOwnTokens() : withToken(token());
  }

  private String token() {
    Token token = Token.forSubject("demo-user").issuer(settings.issuer());
    settings.audience().ifPresent(token::audience);
    return token.sign(DevelopmentKey.loadOrCreate(settings.dataDir()));
  }

  private String withToken(String token) {
    return """

    Jobward answers at %1$s

    Post a job:
    curl -s -H 'Authorization: Bearer %2$s' -H 'Content-Type: application/json' -d '{"jobType":"echo","payload":{"hello":"world"}}' '%1$s/v1/jobs'

    List the jobs:
    curl -s -H 'Authorization: Bearer %2$s' '%1$s/v1/jobs?limit=10'

    Show its result, with the jobId from the first answer in place of JOB_ID:
    curl -s -H 'Authorization: Bearer %2$s' '%1$s/v1/jobs/JOB_ID/result'

    The token is demo-user's and is good for an hour; %3$sscripts/token makes others.
    Ctrl-C ends the server and the database. The jobs stay.
    """
        .formatted(baseUrl, token, dataDir());
  }

  /** What has to stand before commands that look for the key, unless it is where they look. */
  private String dataDir() {
    return settings.dataDir().equals(settings.project().resolve(".jobward"))
        ? ""
        : "DATA_DIR='" + settings.dataDir() + "' ";
  }

  private String forOwnTokens() {
    return """

    Jobward answers at %1$s

    It takes the tokens of %2$s. With one of them in TOKEN, post a job and list the jobs:
    curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"jobType":"echo","payload":{"hello":"world"}}' '%1$s/v1/jobs'
    curl -s -H "Authorization: Bearer $TOKEN" '%1$s/v1/jobs?limit=10'

    Ctrl-C ends the server and what was started with it. The jobs stay.
    """
        .formatted(baseUrl, settings.issuer());
  }
}
