package dev.jobward.platform.targets;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the administrator lets users call: URLs, and those of the special addresses that are not to
 * be refused. {@code src/docs/http-request.md} has the syntax.
 */
public final class AllowList {

  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");

  private final List<UrlEntry> urls = new ArrayList<>();
  private final List<AddressRange> lifted = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  private AllowList(String text) {
    Stream.of(SEPARATOR.split(text)).filter(entry -> !entry.isEmpty()).forEach(this::add);
  }

  /**
   * Reads a list without faults.
   *
   * @throws IllegalArgumentException if it has some
   */
  public static AllowList parse(String text) {
    AllowList list = new AllowList(text);
    if (!list.faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", list.faults));
    }
    return list;
  }

  /** One sentence for each entry that is none. */
  public static List<String> faults(String text) {
    return List.copyOf(new AllowList(text).faults);
  }

  /**
   * Why this target must not be called, as far as can be said before its name is resolved; empty if
   * it may be.
   */
  public Optional<String> refusal(Target target) {
    if (urls.isEmpty()) {
      return Optional.of("cannot be called: the administrator has allowed no targets");
    }
    if (urls.stream().noneMatch(entry -> entry.matches(target))) {
      return Optional.of("is not among the targets that the administrator has allowed");
    }
    if (target.literal().filter(address -> !allows(target, address)).isPresent()) {
      return Optional.of("is an address that is refused unless the administrator allows it");
    }
    return Optional.empty();
  }

  /**
   * Whether a connection for this target may go to this address: to a special one only if an entry
   * of the list has it in its range, or names it in the very URL that is called.
   */
  public boolean allows(Target target, InetAddress address) {
    if (!SpecialAddresses.contains(address)
        || lifted.stream().anyMatch(range -> range.contains(address))) {
      return true;
    }
    return target.literal().filter(address::equals).isPresent()
        && urls.stream().anyMatch(entry -> entry.names(target));
  }

  private void add(String entry) {
    try {
      if (entry.contains("://")) {
        urls.add(UrlEntry.parse(entry));
      } else {
        lifted.add(range(entry));
      }
    } catch (InvalidTargetException e) {
      faults.add("\"%s\" %s".formatted(entry, e.fault()));
    }
  }

  /** An IPv6 address may stand in brackets, as in a URL. */
  private static AddressRange range(String entry) throws InvalidTargetException {
    boolean brackets = entry.startsWith("[") && entry.endsWith("]") && entry.contains(":");
    return AddressRange.parse(brackets ? entry.substring(1, entry.length() - 1) : entry)
        .orElseThrow(
            () ->
                new InvalidTargetException(
                    "must be a URL that begins with http:// or https://, an address, or a range"
                        + " such as 10.1.0.0/16, with nothing but zeros after its first 16 bits"));
  }
}
