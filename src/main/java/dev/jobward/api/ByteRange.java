package dev.jobward.api;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a result.
 *
 * @param first the offset of its first byte
 * @param length in bytes; 0 for an empty result alone
 */
record ByteRange(long first, long length) {

  private static final Pattern ONE_RANGE =
      Pattern.compile("(?i:bytes)=(?:([0-9]+)-([0-9]*)|-([0-9]+))");

  /** More digits than a long can have. */
  private static final int TOO_MANY_DIGITS = 19;

  /**
   * What the lines of a {@code Range} ask for; empty where the whole is to be sent: for no range,
   * several, one of another unit, or one that is malformed.
   *
   * @throws RangeNotSatisfiable if no byte of {@code size} is in the range
   */
  static Optional<ByteRange> asked(List<String> lines, long size) {
    Matcher range = ONE_RANGE.matcher(lines.size() == 1 ? lines.get(0) : "");
    if (!range.matches()) {
      return Optional.empty();
    }
    if (range.group(3) != null) {
      long length = Math.min(number(range.group(3)), size);
      return Optional.of(satisfiable(new ByteRange(size - length, length), size));
    }
    long first = number(range.group(1));
    if (range.group(2).isEmpty()) {
      return Optional.of(satisfiable(new ByteRange(first, size - first), size));
    }
    if (isLess(range.group(2), range.group(1))) {
      return Optional.empty();
    }
    long end = Math.min(number(range.group(2)), size - 1) + 1;
    return Optional.of(satisfiable(new ByteRange(first, end - first), size));
  }

  static ByteRange whole(long size) {
    return new ByteRange(0, size);
  }

  /** The offset of the last byte. */
  long last() {
    return first + length - 1;
  }

  private static ByteRange satisfiable(ByteRange range, long size) {
    if (range.length <= 0) {
      throw new RangeNotSatisfiable(size);
    }
    return range;
  }

  /** A number too large for a long is beyond every result, and nobody needs to know how far. */
  private static long number(String digits) {
    String significant = significant(digits);
    return significant.length() >= TOO_MANY_DIGITS ? Long.MAX_VALUE : Long.parseLong(significant);
  }

  private static boolean isLess(String digits, String others) {
    String left = significant(digits);
    String right = significant(others);
    return left.length() == right.length()
        ? left.compareTo(right) < 0
        : left.length() < right.length();
  }

  private static String significant(String digits) {
    int zeros = 0;
    while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
      zeros++;
    }
    return digits.substring(zeros);
  }
}
