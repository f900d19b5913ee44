package dev.jobward.dev;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** {@code scripts/token}: prints a token, and nothing else, on the standard output. */
final class TokenCommand {

  private static final String USAGE =
      """
      Usage: scripts/token [option]...
      Prints a token for the server that scripts/run started, signed with the development key.

        --sub NAME              the user (default demo-user)
        --groups A,B            the roles: user, worker, admin (default user; repeatable;
                                '' for none)
        --expires-in SECONDS    from now (default 3600; negative: expired already)
        --not-before SECONDS    from now
        --audience NAME         repeatable (default none)
        --issuer URL            (default %s)
        --no-sub                a token without a user
        --public-key            prints the public key (PEM) instead
        --help                  prints this

      Environment: DATA_DIR, the folder of the key (default .jobward in the project's folder).
      """
          .formatted(Token.DEFAULT_ISSUER);

  private final List<String> groups = new ArrayList<>();
  private final List<String> audiences = new ArrayList<>();
  private String subject = "demo-user";
  private boolean withoutSubject;
  private boolean groupsGiven;
  private String issuer = Token.DEFAULT_ISSUER;
  private long expiresIn = 3600;
  private long notBefore;
  private boolean notBeforeGiven;
  private boolean publicKey;
  private boolean help;

  private TokenCommand() {}

  /** {@code args[0]} is the data folder, which the script knows; the rest is the user's. */
  public static void main(String[] args) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(Arrays.asList(args), out, System.err));
  }

  static int run(List<String> args, PrintStream out, PrintStream err) {
    var command = new TokenCommand();
    try {
      command.read(new ArrayDeque<>(args.subList(1, args.size())));
    } catch (IllegalArgumentException e) {
      err.println("scripts/token: " + e.getMessage());
      return 2;
    }
    try {
      command.print(Path.of(args.get(0)), out, err);
      return 0;
    } catch (RuntimeException e) {
      err.println("scripts/token: " + e.getMessage());
      return 1;
    }
  }

  private void read(Deque<String> args) {
    while (!args.isEmpty()) {
      String option = args.remove();
      switch (option) {
        case "--sub" -> subject = value(option, args);
        case "--no-sub" -> withoutSubject = true;
        case "--groups" -> addGroups(value(option, args));
        case "--audience" -> audiences.add(value(option, args));
        case "--issuer" -> issuer = value(option, args);
        case "--expires-in" -> expiresIn = seconds(option, args);
        case "--not-before" -> {
          notBefore = seconds(option, args);
          notBeforeGiven = true;
        }
        case "--public-key" -> publicKey = true;
        case "--help", "-h" -> help = true;
        default ->
            throw new IllegalArgumentException(
                "unknown option '" + option + "'; --help lists the options.");
      }
    }
  }

  private void addGroups(String list) {
    groupsGiven = true;
    Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .filter(group -> !group.isEmpty())
        .forEach(groups::add);
  }

  private void print(Path dataDir, PrintStream out, PrintStream err) {
    if (help) {
      out.print(USAGE);
      return;
    }
    boolean isNew = !Files.exists(DevelopmentKey.file(dataDir));
    DevelopmentKey key = DevelopmentKey.loadOrCreate(dataDir);
    if (isNew) {
      err.println("scripts/token: made a new development key, " + DevelopmentKey.file(dataDir));
    }
    if (publicKey) {
      out.print(key.publicPem());
    } else {
      out.println(token().sign(key));
    }
  }

  private Token token() {
    Token token = withoutSubject ? Token.withoutSubject() : Token.forSubject(subject);
    token.issuer(issuer).expiresIn(expiresIn);
    if (groupsGiven) {
      token.groups(groups.toArray(String[]::new));
    }
    if (!audiences.isEmpty()) {
      token.audience(audiences.toArray(String[]::new));
    }
    if (notBeforeGiven) {
      token.notBefore(notBefore);
    }
    return token;
  }

  private static String value(String option, Deque<String> args) {
    if (args.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value.");
    }
    return args.remove();
  }

  private static long seconds(String option, Deque<String> args) {
    String text = value(option, args);
    if (!text.matches("[+-]?[0-9]{1,12}")) {
      throw new IllegalArgumentException(
          option + " needs a whole number of seconds, not '" + text + "'.");
    }
    return Long.parseLong(text);
  }
}
