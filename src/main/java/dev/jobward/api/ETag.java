package dev.jobward.api;

import dev.jobward.platform.Sha256;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strong entity tag: the same for the same bytes, and for no others.
 *
 * @param sha256 of the bytes, in lower-case hexadecimal
 */
record ETag(String sha256) {

  /** One member of a list of tags, with all that separates it from the next. */
  private static final Pattern MEMBER =
      Pattern.compile("\\G(?:W/)?\"([^\"]*)\"[\\t ]*(?:,[\\t ,]*|$)");

  static ETag of(byte[] bytes) {
    return new ETag(HexFormat.of().formatHex(Sha256.of(bytes)));
  }

  /**
   * Whether the lines of an {@code If-None-Match} name it. They are one list; a list that is
   * malformed anywhere names nothing, as the whole is then the safe answer.
   */
  boolean isListedIn(List<String> lines) {
    String list = String.join(",", lines).strip().replaceFirst("^[\\t ,]+", "");
    if (list.equals("*")) {
      return true;
    }
    boolean found = false;
    int end = 0;
    for (Matcher member = MEMBER.matcher(list); member.find(); end = member.end()) {
      // Weakly compared: W/ makes no difference, and a proxy may have added it.
      found |= member.group(1).equals(sha256);
    }
    return found && end == list.length();
  }

  /** As it stands in a header. */
  @Override
  public String toString() {
    return '"' + sha256 + '"';
  }
}
