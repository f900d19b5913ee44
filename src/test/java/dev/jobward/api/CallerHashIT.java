package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.TestDatabase;
import dev.jobward.job.Owner;
import dev.jobward.platform.Database;
import dev.jobward.platform.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CallerHashIT {

  private static final Owner ALICE = new Owner("alice");

  private final Database database = new Database(TestDatabase.get().dataSource());

  @Test
  void isTheSameForAUserOnAllNodes() {
    assertThat(node().of(ALICE)).isEqualTo(node().of(ALICE)).matches("[0-9a-f]{12}");
    assertThat(node().of(ALICE)).isNotEqualTo(node().of(new Owner("alicf")));
  }

  @Test
  void isNotWhatAnybodyCouldComputeFromTheName() {
    String plain = HexFormat.of().formatHex(Sha256.of("alice".getBytes(StandardCharsets.UTF_8)));

    assertThat(plain).doesNotStartWith(node().of(ALICE));
  }

  @Test
  void hasAKeyThatEachInstallationMakesForItself() {
    assertThat(
            database.queryOne(
                "select octet_length(log_key) from installation",
                statement -> {},
                row -> row.getInt(1)))
        .hasValue(32);
  }

  private CallerHash node() {
    CallerHash hash = new CallerHash(database);
    hash.start(new Object());
    return hash;
  }
}
