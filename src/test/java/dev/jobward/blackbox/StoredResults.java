package dev.jobward.blackbox;

import dev.jobward.dev.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Puts into the server's database what no call and no job type that comes with it can make. */
final class StoredResults {

  static final int ROW_BYTES = 1024 * 1024;

  private static final String ADD_JOB =
      """
      insert into job (id, owner, job_type, payload, max_attempts, priority, timeout_seconds,
                       status, result_type, result, created_at, updated_at, run_at, finished_at)
      select new_job_id(clock_timestamp()), ?, 'stored', '{}', 1, 0, 60,
             'COMPLETED', ?, nullif(?, ''), now(), now(), now(), now()
      from generate_series(1, ?)
      returning id
      """;

  /** In one statement, or the server would clear the file away between two. */
  private static final String ADD_FILE =
      """
      with content as (
        select gen_random_uuid() as id, ?::bytea as bytes
      ),
      file as (
        insert into job_file (id, job_id, lease_token, name, content_type, size, sha256, attached)
        select id, ?::uuid, gen_random_uuid(), ?, ?, length(bytes), sha256(bytes), true from content
      ),
      chunks as (
        insert into job_file_chunk (file_id, seq, bytes)
        select id, seq, substring(bytes from seq * %1$d + 1 for %1$d)
        from content, generate_series(0, (length(bytes) - 1) / %1$d) seq
        where length(bytes) > 0
      )
      update job set result_type = 'FILE', result_file = content.id from content where job.id = ?::uuid
      returning job.id
      """
          .formatted(ROW_BYTES);

  private static final String REMOVE_ROWS =
      """
      delete from job_file_chunk
      where seq >= ? and file_id = (select result_file from job where id = ?::uuid)
      returning seq
      """;

  private final EmbeddedDatabase database;

  StoredResults(EmbeddedDatabase database) {
    this.database = database;
  }

  String addText(String owner, String literal) {
    return execute(ADD_JOB, owner, "TEXT", literal, 1);
  }

  void addJobs(String owner, int jobs) {
    String unused = execute(ADD_JOB, owner, "NONE", "", jobs);
  }

  String addFile(String owner, String name, String contentType, byte[] content) {
    String id = execute(ADD_JOB, owner, "NONE", "", 1);
    return execute(ADD_FILE, content, id, name, contentType, id);
  }

  /** As if it were deleted while somebody reads it. */
  void removeRowsOfFile(String jobId, int from) {
    String unused = execute(REMOVE_ROWS, from, jobId);
  }

  private String execute(String sql, Object... parameters) {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
