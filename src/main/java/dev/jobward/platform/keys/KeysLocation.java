package dev.jobward.platform.keys;

import dev.jobward.platform.Stopping;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server to read the identity provider's keys from {@link KeysAtHand}, where the
 * administrator has told it to read them from a URL. Other locations, such as files, stay as they
 * are.
 *
 * <p>It asks the other sources itself, wherever the administrator has set it: asked through the
 * configuration it would meet itself.
 */
public final class KeysLocation implements ConfigSource {

  static final String KEY = "mp.jwt.verify.publickey.location";

  /** Above that of system properties, which is 400. */
  private static final int ORDINAL = 1_000;

  /** For the first keys, so that a node that says it is ready takes tokens. */
  private static final Duration PATIENCE = Duration.ofSeconds(9);

  private static final Pattern URL = Pattern.compile("https?://.+", Pattern.CASE_INSENSITIVE);

  /** The application's only one: servers may make several sources of this class. */
  private static @Nullable KeysAtHand opened;

  /** A value that stands for another key's, as configuration may have it. */
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^:{}]+)(?::([^{}]*))?}");

  private final Supplier<Iterable<ConfigSource>> sources;
  private final Function<String, Optional<String>> others;

  /** As the server makes it. */
  public KeysLocation() {
    this(
        () -> ConfigProvider.getConfig().getConfigSources(),
        key -> ConfigProvider.getConfig().getOptionalValue(key, String.class));
  }

  /**
   * {@code sources} are in the order in which they count; {@code others} says what all of them say.
   */
  KeysLocation(
      Supplier<Iterable<ConfigSource>> sources, Function<String, Optional<String>> others) {
    this.sources = sources;
    this.others = others;
  }

  @Override
  public Set<String> getPropertyNames() {
    return Set.of(KEY);
  }

  @Override
  public @Nullable String getValue(String name) {
    return name.equals(KEY) ? location() : null;
  }

  @Override
  public String getName() {
    return "Jobward: keys at hand";
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }

  private @Nullable String location() {
    return provider().map(provider -> open(provider).location().toString()).orElse(null);
  }

  /** Where the administrator says that the keys are, if that is a URL. */
  private Optional<URI> provider() {
    return StreamSupport.stream(sources.get().spliterator(), false)
        // By its name, as servers may wrap it.
        .filter(source -> !source.getName().equals(getName()))
        .flatMap(source -> Stream.ofNullable(source.getValue(KEY)))
        .filter(value -> !value.isBlank())
        .findFirst()
        .flatMap(value -> resolved(value.strip()))
        .filter(URL.asMatchPredicate())
        .flatMap(KeysLocation::parsed);
  }

  /** Sources give expressions as they are; only the configuration as a whole can resolve them. */
  private Optional<String> resolved(String value) {
    Matcher expression = EXPRESSION.matcher(value);
    if (!expression.matches()) {
      return Optional.of(value);
    }
    return others
        .apply(expression.group(1))
        .or(() -> Optional.ofNullable(expression.group(2)))
        .map(String::strip);
  }

  /** What is no URL after all stays as it is, for the server to complain of. */
  private static Optional<URI> parsed(String url) {
    try {
      return Optional.of(new URI(url)).filter(uri -> uri.getHost() != null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static synchronized KeysAtHand open(URI provider) {
    KeysAtHand open = opened;
    if (open == null) {
      ProviderKeys keys = new ProviderKeys(provider);
      open = KeysAtHand.open(keys);
      opened = open;
      keys.awaitFirst(PATIENCE);
    }
    return open;
  }

  static synchronized void close() {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }

  /** Ends it with the application. */
  @ApplicationScoped
  static class End {

    void stop(
        @Observes @Priority(Stopping.GROUND) @BeforeDestroyed(ApplicationScoped.class)
            Object application) {
      close();
    }
  }
}
