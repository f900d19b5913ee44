package dev.jobward.job;

import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;

/** Reads the bytes of FILE results, a row at a time: memory holds one MiB of a file of any size. */
@Dependent
public class ResultFiles {

  /** Every row of a file holds so many bytes, but for the last, which may be shorter. */
  public static final int CHUNK_BYTES = 1024 * 1024;

  /**
   * What a client is slow to take, its server keeps in copies as large as it was written. Large
   * ones cost a heap in small regions twice their size.
   */
  private static final int WRITE_BYTES = 64 * 1024;

  /** The column is stored external: of a row, what is not asked for is not read. */
  private static final String PIECE =
      """
      select substring(bytes from ? for ?)
      from job_file_chunk
      where file_id = ? and seq = ?
      """;

  private final Database database;

  @Inject
  ResultFiles(Database database) {
    this.database = database;
  }

  /**
   * Writes a part of the file. No connection is held while {@code out} takes it.
   *
   * @param first the offset of its first byte
   * @param length in bytes; the part has to end within the file
   * @throws Refusal.ResultNotFound if the file is gone, and nothing was written
   * @throws ResultBrokenOff if the file went, or the database, after some of it was written
   * @throws IOException if {@code out} does not take it
   */
  public void write(ResultFile file, long first, long length, OutputStream out) throws IOException {
    long end = first + length;
    long at = first;
    while (at < end) {
      byte[] piece = at == first ? piece(file, at, end) : furtherPiece(file, at, end);
      write(piece, out);
      at += piece.length;
    }
  }

  private static void write(byte[] piece, OutputStream out) throws IOException {
    for (int at = 0; at < piece.length; at += WRITE_BYTES) {
      out.write(piece, at, Math.min(WRITE_BYTES, piece.length - at));
    }
  }

  private byte[] furtherPiece(ResultFile file, long at, long end) throws ResultBrokenOff {
    try {
      return piece(file, at, end);
    } catch (RuntimeException e) {
      // Whatever it is, no answer can tell of it any more.
      throw new ResultBrokenOff(e);
    }
  }

  /** What the row with this offset has of the part. */
  private byte[] piece(ResultFile file, long at, long end) {
    int offset = (int) (at % CHUNK_BYTES);
    int length = (int) Math.min(end - at, CHUNK_BYTES - offset);
    return database
        .queryOne(
            PIECE,
            statement -> {
              statement.setInt(1, offset + 1);
              statement.setInt(2, length);
              statement.setObject(3, file.id());
              statement.setInt(4, (int) (at / CHUNK_BYTES));
            },
            row -> row.getBytes(1))
        // Shorter than the file's size says is as good as gone: an endless loop would wait for it.
        .filter(bytes -> bytes.length == length)
        .orElseThrow(Refusal.ResultNotFound::new);
  }
}
