package dev.jobward.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The origins of the browser applications that the administrator lets call the API. They are
 * compared as texts, so an entry that no browser would ever send is a fault: it would let nobody
 * in, and nobody would know why.
 */
public final class Origins {

  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");

  /** The name has no upper case, as browsers send none. */
  private static final Pattern ORIGIN =
      Pattern.compile(
          "(https?)://(?:[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\\[[0-9a-f:]+])(?::([1-9][0-9]{0,4}))?");

  private final Set<String> allowed = new TreeSet<>();
  private final List<String> faults = new ArrayList<>();

  private Origins(String text) {
    Stream.of(SEPARATOR.split(text)).filter(entry -> !entry.isEmpty()).forEach(this::add);
  }

  /**
   * Reads a list without faults: {@code scheme://host[:port]}, separated by commas.
   *
   * @throws IllegalArgumentException if it has some
   */
  public static Origins parse(String text) {
    Origins origins = new Origins(text);
    if (!origins.faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", origins.faults));
    }
    return origins;
  }

  /** One sentence, without its end, for each entry that is none. */
  static List<String> faults(String text) {
    return List.copyOf(new Origins(text).faults);
  }

  /** Whether an {@code Origin} header with this value names one of them. */
  public boolean contains(String origin) {
    return allowed.contains(origin);
  }

  private void add(String entry) {
    fault(entry)
        .ifPresentOrElse(
            fault -> faults.add("\"%s\" %s".formatted(entry, fault)), () -> allowed.add(entry));
  }

  private static Optional<String> fault(String entry) {
    Matcher parts = ORIGIN.matcher(entry);
    if (!parts.matches()) {
      return Optional.of(
          "must be http:// or https://, a host in lower case and perhaps a port, with no path, no"
              + " slash at the end and no wildcard");
    }
    String port = parts.group(2);
    if (port != null && Integer.parseInt(port) > 65_535) {
      return Optional.of("must have a port between 1 and 65535, or none");
    }
    if ((parts.group(1).equals("https") ? "443" : "80").equals(port)) {
      return Optional.of("must be without its port: browsers leave the scheme's own port out");
    }
    return Optional.empty();
  }
}
