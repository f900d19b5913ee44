package dev.jobward.api;

import dev.jobward.job.Owner;
import dev.jobward.platform.Database;
import dev.jobward.platform.RecentlyUsed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Users as they stand in the log: the same user alike on all nodes, and no name. The key is in the
 * database and nowhere else, so that who has the log alone cannot try names until one fits.
 */
@ApplicationScoped
public class CallerHash {

  /** Where there is no caller. */
  static final String NOBODY = "-";

  private static final String ALGORITHM = "HmacSHA256";

  /** 48 bits: few enough to be short, and enough to tell users apart. */
  private static final int BYTES = 6;

  private static final String KEY = "select log_key from installation";

  private static final int REMEMBERED_CALLERS = 10_000;

  private final RecentlyUsed<Owner, String> known = new RecentlyUsed<>(REMEMBERED_CALLERS);
  private Database database;
  private byte[] key = {};

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected CallerHash() {}

  @Inject
  CallerHash(Database database) {
    this.database = database;
  }

  /** After the migrations, which make the key. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    key = database.queryOne(KEY, statement -> {}, row -> row.getBytes(1)).orElseThrow();
  }

  /** 12 hexadecimal digits. */
  String of(Owner caller) {
    return known.computeIfAbsent(caller, this::hash);
  }

  private String hash(Owner caller) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      byte[] hash = mac.doFinal(caller.subject().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
    }
  }
}
