package dev.jobward.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DevelopmentKeyTest {

  @TempDir private Path dataDir;

  @Test
  void theFileIsForItsOwnerOnly() throws IOException {
    DevelopmentKey.loadOrCreate(dataDir);

    assertThat(Files.getPosixFilePermissions(DevelopmentKey.file(dataDir)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void theSecondCallFindsTheKeyOfTheFirst() {
    String first = DevelopmentKey.loadOrCreate(dataDir).publicPem();

    assertThat(DevelopmentKey.loadOrCreate(dataDir).publicPem()).isEqualTo(first);
  }

  @Test
  void theDataFolderIsMadeWithTheKey() {
    Path missing = dataDir.resolve("not/there yet");

    assertThat(DevelopmentKey.loadOrCreate(missing).publicKey().getModulus().bitLength())
        .isEqualTo(2048);
  }

  @Test
  void creationsAtOnceEndWithOneKeyAndNoDraft() throws Exception {
    int callers = 8;
    CountDownLatch start = new CountDownLatch(1);
    List<Future<String>> keys = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      for (int i = 0; i < callers; i++) {
        keys.add(
            threads.submit(
                () -> {
                  start.await();
                  return DevelopmentKey.loadOrCreate(dataDir).publicPem();
                }));
      }
      start.countDown();
      List<String> pems = new ArrayList<>();
      for (Future<String> key : keys) {
        pems.add(key.get());
      }
      assertThat(pems).hasSize(callers).containsOnly(pems.get(0));
    } finally {
      threads.shutdownNow();
    }
    try (Stream<Path> files = Files.list(dataDir)) {
      assertThat(files).containsExactly(DevelopmentKey.file(dataDir));
    }
  }

  @Test
  void aFileThatIsNoKeyIsNamedInTheMessage() throws IOException {
    Files.writeString(DevelopmentKey.file(dataDir), "not a key");

    assertThatThrownBy(() -> DevelopmentKey.loadOrCreate(dataDir))
        .hasMessageContaining(DevelopmentKey.file(dataDir).toString())
        .hasMessageContaining("Delete it");
  }
}
