package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.jobward.TestDatabase;
import dev.jobward.platform.Database;
import dev.jobward.platform.DatabaseFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFilesIT {

  private static final int MIB = ResultFiles.CHUNK_BYTES;

  private final Database database = new Database(TestDatabase.get().dataSource());

  /** Every connection that was taken to read. */
  private final List<Connection> taken = new ArrayList<>();

  private boolean databaseGone;

  private final ResultFiles files = new ResultFiles(new Database(watched()));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB, 3 * MIB + 7})
  void readsAFileOfAnySize(int size) throws IOException {
    byte[] content = content(size);
    ResultFile file = file(content);

    assertThat(read(file, 0, size)).isEqualTo(content);
    assertThat(taken).hasSize((size + MIB - 1) / MIB);
  }

  /** Of a file of 3 MiB and 7 bytes. */
  @ParameterizedTest
  @CsvSource({
    "0, 1, 1",
    "0, 1048575, 1",
    "0, 1048576, 1",
    "0, 1048577, 2",
    "1, 1048575, 1",
    "1, 1048576, 2",
    "1048575, 1, 1",
    "1048575, 2, 2",
    "1048576, 1, 1",
    "1048576, 1048576, 1",
    "1048575, 1048578, 3",
    "500000, 2000000, 3",
    "2097152, 1048583, 2",
    "3145727, 8, 2",
    "3145728, 7, 1",
    "3145734, 1, 1",
    "0, 3145735, 4",
    "7, 0, 0",
    "3145735, 0, 0"
  })
  void readsAPartFromTheRowsThatItLiesIn(int first, int length, int rows) throws IOException {
    byte[] content = content(3 * MIB + 7);
    ResultFile file = file(content);

    assertThat(read(file, first, length))
        .isEqualTo(Arrays.copyOfRange(content, first, first + length));
    assertThat(taken).hasSize(rows);
  }

  @Test
  void readsBehindWhatAnIntCanCount() throws IOException {
    ResultFile file = file(new byte[0]);
    long offset = 5L * 1024 * MIB;
    addChunk(file.id(), 5 * 1024, new byte[] {1, 2, 3});

    assertThat(read(file, offset + 1, 2)).containsExactly(2, 3);
  }

  @Test
  void holdsNoConnectionWhileAClientIsSlow() throws IOException {
    ResultFile file = file(content(2 * MIB + 1));
    List<Boolean> closed = new ArrayList<>();

    files.write(
        file,
        0,
        2 * MIB + 1,
        whenWritten(() -> taken.forEach(connection -> closed.add(isClosed(connection)))));

    assertThat(closed).isNotEmpty().containsOnly(true);
  }

  @Test
  void refusesAFileThatIsGone() {
    ResultFile file = file(content(2 * MIB));
    remove(file, 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatExceptionOfType(Refusal.ResultNotFound.class)
        .isThrownBy(() -> files.write(file, 0, 2 * MIB, out));
    assertThat(out.size()).isZero();
  }

  @Test
  void breaksOffWhereTheFileGoesMeanwhile() {
    ResultFile file = file(content(3 * MIB));
    remove(file, 2);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatExceptionOfType(ResultBrokenOff.class)
        .isThrownBy(() -> files.write(file, 5, 3 * MIB - 5, out))
        .withCauseInstanceOf(Refusal.ResultNotFound.class);
    assertThat(out.size()).isEqualTo(2 * MIB - 5);
  }

  @Test
  void breaksOffWhereARowIsShorterThanItMayBe() {
    ResultFile file = file(content(2 * MIB + 1));
    remove(file, 1);
    addChunk(file.id(), 1, content(MIB - 1));

    assertThatExceptionOfType(ResultBrokenOff.class)
        .isThrownBy(() -> files.write(file, 0, 2 * MIB + 1, OutputStream.nullOutputStream()));
  }

  @Test
  void breaksOffWhereTheDatabaseGoesMeanwhile() {
    ResultFile file = file(content(2 * MIB));
    OutputStream out = whenWritten(() -> databaseGone = true);

    assertThatExceptionOfType(ResultBrokenOff.class)
        .isThrownBy(() -> files.write(file, 0, 2 * MIB, out))
        .withCauseInstanceOf(DatabaseFailure.class);
    assertThatExceptionOfType(DatabaseFailure.class)
        .isThrownBy(() -> files.write(file, 0, 1, OutputStream.nullOutputStream()));
  }

  @Test
  void passesOnThatTheClientIsGone() {
    ResultFile file = file(content(1));
    OutputStream hungUp = OutputStream.nullOutputStream();

    assertThatIOException()
        .isThrownBy(
            () -> {
              hungUp.close();
              files.write(file, 0, 1, hungUp);
            })
        .isNotInstanceOf(ResultBrokenOff.class);
  }

  private byte[] read(ResultFile file, long first, long length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    files.write(file, first, length, out);
    return out.toByteArray();
  }

  private static OutputStream whenWritten(Runnable action) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        action.run();
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        action.run();
      }
    };
  }

  private DataSource watched() {
    DataSource source = TestDatabase.get().dataSource();
    return (DataSource)
        Proxy.newProxyInstance(
            ResultFilesIT.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, args) -> {
              if (databaseGone) {
                throw new SQLException("the database is gone", "08006");
              }
              try {
                Object result = method.invoke(source, args);
                if (result instanceof Connection connection) {
                  taken.add(connection);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** As {@code ResultFileWriter} stores it. */
  private ResultFile file(byte[] content) {
    UUID id = UUID.randomUUID();
    database.update(
        """
        with new as (
          insert into job (id, owner, job_type, payload, max_attempts, priority, timeout_seconds,
                           created_at, updated_at, run_at)
          select new_job_id(clock_timestamp()), 'o', 't', '{}', 1, 0, 60, now(), now(), now()
          returning id
        )
        insert into job_file (id, job_id, lease_token, name, content_type, size, sha256, attached)
        select ?, id, gen_random_uuid(), 'a.bin', 'a/b', ?, '\\x00', true from new
        """,
        statement -> {
          statement.setObject(1, id);
          statement.setLong(2, content.length);
        });
    for (int seq = 0; seq * MIB < content.length; seq++) {
      int end = Math.min(content.length, (seq + 1) * MIB);
      addChunk(id, seq, Arrays.copyOfRange(content, seq * MIB, end));
    }
    return new ResultFile(id, "a.bin", "a/b", content.length, "00");
  }

  private void addChunk(UUID file, int seq, byte[] bytes) {
    database.update(
        "insert into job_file_chunk (file_id, seq, bytes) values (?, ?, ?)",
        statement -> {
          statement.setObject(1, file);
          statement.setInt(2, seq);
          statement.setBytes(3, bytes);
        });
  }

  private void remove(ResultFile file, int seq) {
    database.update(
        "delete from job_file_chunk where file_id = ? and seq = ?",
        statement -> {
          statement.setObject(1, file.id());
          statement.setInt(2, seq);
        });
  }

  private static byte[] content(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
