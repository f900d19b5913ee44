package dev.jobward.blackbox.client;

import dev.jobward.dev.DevelopmentKey;
import dev.jobward.dev.Token;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where the tests get tokens from that the server accepts. */
public abstract class Tokens {

  private Tokens() {}

  /** A token for an hour. */
  public abstract String token(String subject, String... roles);

  /** The key that the server verifies tokens with, in PEM. */
  public abstract String publicPem();

  /** The key to sign odd tokens with, where the tests have it. */
  public abstract Optional<DevelopmentKey> key();

  public static Tokens signedWith(DevelopmentKey key) {
    return new Tokens() {
      @Override
      public String token(String subject, String... roles) {
        return Token.forSubject(subject).groups(roles).sign(key);
      }

      @Override
      public String publicPem() {
        return key.publicPem();
      }

      @Override
      public Optional<DevelopmentKey> key() {
        return Optional.of(key);
      }
    };
  }

  /** {@code command} is a program that takes the options of {@code scripts/token}. */
  public static Tokens printedBy(String command) {
    return new Tokens() {
      @Override
      public String token(String subject, String... roles) {
        return output(command, "--sub", subject, "--groups", String.join(",", roles)).strip();
      }

      @Override
      public String publicPem() {
        return output(command, "--public-key");
      }

      @Override
      public Optional<DevelopmentKey> key() {
        return Optional.empty();
      }
    };
  }

  private static String output(String... command) {
    List<String> words = Arrays.asList(command);
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectInput(new File("/dev/null"))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(words + " ended with " + process.exitValue());
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
