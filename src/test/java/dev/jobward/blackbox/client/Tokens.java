package dev.jobward.blackbox.client;

import dev.jobward.dev.DevelopmentKey;
import dev.jobward.dev.Token;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the tests get tokens from that the server accepts. */
public abstract class Tokens {

  private final Optional<String> audience;

  private Tokens(Optional<String> audience) {
    this.audience = audience;
  }

  /** The audience that the server asks for, if it asks for one. */
  public final Optional<String> audience() {
    return audience;
  }

  /** A token for an hour. */
  public abstract String token(String subject, String... roles);

  /** The key that the server verifies tokens with, in PEM. */
  public abstract String publicPem();

  /** The key to sign odd tokens with, where the tests have it. */
  public abstract Optional<DevelopmentKey> key();

  public static Tokens signedWith(DevelopmentKey key, Optional<String> audience) {
    return new Tokens(audience) {
      @Override
      public String token(String subject, String... roles) {
        Token token = Token.forSubject(subject).groups(roles);
        audience.ifPresent(token::audience);
        return token.sign(key);
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
  public static Tokens printedBy(String command, Optional<String> audience) {
    return new Tokens(audience) {
      @Override
      public String token(String subject, String... roles) {
        List<String> words = new ArrayList<>(List.of(command, "--sub", subject));
        words.addAll(List.of("--groups", String.join(",", roles)));
        audience.ifPresent(name -> words.addAll(List.of("--audience", name)));
        return output(words).strip();
      }

      @Override
      public String publicPem() {
        return output(List.of(command, "--public-key"));
      }

      @Override
      public Optional<DevelopmentKey> key() {
        return Optional.empty();
      }
    };
  }

  private static String output(List<String> words) {
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
