package dev.jobward.job;

import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Reads the bytes of FILE results, a row at a time: memory holds one MiB of a file of any size. */
@Dependent
public class ResultFiles {

  private static final String CHUNK =
      """
      select bytes
      from job_file_chunk
      where file_id = ? and seq = ?
      """;

  private final Database database;

  @Inject
  ResultFiles(Database database) {
    this.database = database;
  }

  /**
   * Writes the whole file.
   *
   * @throws IOException if {@code out} does not take it, or the file ends early because its job was
   *     deleted meanwhile
   */
  public void write(ResultFile file, OutputStream out) throws IOException {
    long left = file.size();
    for (int seq = 0; left > 0; seq++) {
      int number = seq;
      Optional<byte[]> chunk =
          database.queryOne(
              CHUNK,
              statement -> {
                statement.setObject(1, file.id());
                statement.setInt(2, number);
              },
              row -> row.getBytes(1));
      byte[] bytes = chunk.orElseThrow(() -> new IOException("the file's job was deleted"));
      out.write(bytes);
      left -= bytes.length;
    }
  }
}
