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
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server to read the identity provider's keys from {@link KeysAtHand}, where the
 * administrator has told it to read them from a URL. Other locations, such as files, stay as they
 * are.
 *
 * <p>It asks system properties and the environment itself: a source cannot ask the configuration
 * that it is a part of.
 */
public final class KeysLocation implements ConfigSource {

  static final String KEY = "mp.jwt.verify.publickey.location";
  private static final String VARIABLE = "MP_JWT_VERIFY_PUBLICKEY_LOCATION";

  /** Above that of system properties, which is 400. */
  private static final int ORDINAL = 1_000;

  /** For the first keys, so that a node that says it is ready takes tokens. */
  private static final Duration PATIENCE = Duration.ofSeconds(9);

  private static final Pattern URL = Pattern.compile("https?://.+", Pattern.CASE_INSENSITIVE);

  /** The application's only one: servers may make several sources of this class. */
  private static @Nullable KeysAtHand opened;

  private final Optional<URI> provider;

  /** As the server makes it. */
  public KeysLocation() {
    this(System::getProperty, System::getenv);
  }

  KeysLocation(UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> env) {
    this.provider =
        Optional.ofNullable(properties.apply(KEY))
            .or(() -> Optional.ofNullable(env.apply(VARIABLE)))
            .map(String::strip)
            .filter(URL.asMatchPredicate())
            .flatMap(KeysLocation::parsed);
  }

  /** What is no URL after all stays as it is, for the server to complain of. */
  private static Optional<URI> parsed(String url) {
    try {
      return Optional.of(new URI(url)).filter(uri -> uri.getHost() != null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  @Override
  public Set<String> getPropertyNames() {
    return provider.isPresent() ? Set.of(KEY) : Set.of();
  }

  @Override
  public @Nullable String getValue(String name) {
    return name.equals(KEY) && provider.isPresent()
        ? open(provider.get()).location().toString()
        : null;
  }

  @Override
  public String getName() {
    return "Jobward: keys at hand";
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
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
