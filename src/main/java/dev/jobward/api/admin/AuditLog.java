package dev.jobward.api.admin;

import dev.jobward.api.AuthenticationFilter;
import dev.jobward.api.TraceId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.logging.Logger;

/** Who has changed what, in the server's log: the one place there that names a caller. */
final class AuditLog {

  private static final Logger LOG = Logger.getLogger(AuditLog.class.getName());

  private AuditLog() {}

  /**
   * After it was done.
   *
   * @param deed made of what was checked, as an id or a job type
   */
  static void write(HttpServletRequest request, String deed) {
    String who = quoted(AuthenticationFilter.owner(request).subject());
    LOG.info(() -> "admin %s %s (request %s)".formatted(who, deed, TraceId.of(request)));
  }

  /** A name may hold anything, and is to stay one name on one line. */
  static String quoted(String subject) {
    StringBuilder text = new StringBuilder("\"");
    subject
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                text.append('\\').appendCodePoint(c);
              } else if (isPlain(c)) {
                text.appendCodePoint(c);
              } else {
                text.append("\\u{%x}".formatted(c));
              }
            });
    return text.append('"').toString();
  }

  /** What neither ends a line nor changes how the rest of it is shown. */
  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }
}
