package dev.jobward.platform.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The keys that an identity provider publishes, as it had them when it could last be asked. */
final class ProviderKeys {

  /** Nobody's keys: every token is refused, and quickly. */
  private static final byte[] NONE = "{\"keys\":[]}".getBytes(StandardCharsets.US_ASCII);

  private static final int MAX_BYTES = 1_048_576;
  private static final Duration CONNECTING = Duration.ofSeconds(3);
  private static final Duration READING = Duration.ofSeconds(5);
  private static final JsonFactory FACTORY = new JsonFactory();

  private final URI location;
  private final CountDownLatch asked = new CountDownLatch(1);
  private volatile byte[] known = NONE;

  /** {@code location} is an http or https URL. */
  ProviderKeys(URI location) {
    this.location = location;
  }

  /** The text of the last known set; an empty set if there has been none. */
  byte[] known() {
    return known.clone();
  }

  /** Waits until the provider was asked once, with or without success, at most for so long. */
  void awaitFirst(Duration patience) {
    try {
      boolean unused = asked.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Asks the provider, for some seconds at most.
   *
   * @throws UncheckedIOException if it does not answer with keys; those that are known stay
   */
  void askOnce() {
    try {
      byte[] answer = fetched();
      if (!isKeys(answer)) {
        throw new IOException("what is there is neither a JWK set nor a PEM");
      }
      known = answer;
    } catch (IOException e) {
      throw new UncheckedIOException("no keys from %s: %s".formatted(location, e), e);
    } finally {
      asked.countDown();
    }
  }

  private byte[] fetched() throws IOException {
    HttpURLConnection connection = (HttpURLConnection) location.toURL().openConnection();
    connection.setConnectTimeout((int) CONNECTING.toMillis());
    connection.setReadTimeout((int) READING.toMillis());
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept", "application/json, */*;q=0.5");
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("status " + connection.getResponseCode());
      }
      try (InputStream in = connection.getInputStream()) {
        return read(in);
      }
    } finally {
      connection.disconnect();
    }
  }

  /** The time-out of the connection is one for each piece; this bounds them all together. */
  private static byte[] read(InputStream in) throws IOException {
    long start = System.nanoTime();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
      read.write(piece, 0, length);
      if (read.size() > MAX_BYTES) {
        throw new IOException("more than %d bytes".formatted(MAX_BYTES));
      }
      if (System.nanoTime() - start > READING.toNanos()) {
        throw new IOException("it takes too long");
      }
    }
    return read.toByteArray();
  }

  /**
   * Whether this can be what was asked for. A page that says that the provider is being repaired,
   * or a set without a key, is not to take the place of good keys.
   */
  private static boolean isKeys(byte[] text) {
    if (new String(text, StandardCharsets.ISO_8859_1).stripLeading().startsWith("-----BEGIN ")) {
      return true;
    }
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      boolean found = false;
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("keys") && value == JsonToken.START_ARRAY) {
          found = json.nextToken() == JsonToken.START_OBJECT;
          while (json.currentToken() != JsonToken.END_ARRAY) {
            json.skipChildren();
            json.nextToken();
          }
        } else {
          found |= name.equals("kty") && value == JsonToken.VALUE_STRING;
          json.skipChildren();
        }
      }
      return found && json.currentToken() == JsonToken.END_OBJECT;
    } catch (JacksonException e) {
      return false;
    }
  }
}
