package dev.jobward.execution;

import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Removes what attempts that ended badly have left of their files. Little by little: deleting a
 * large file in one statement would hold up whoever shares the disk.
 */
@Dependent
class LeftoverFiles {

  private static final int CHUNKS_AT_ONCE = 64;

  /**
   * A token that is still in the queue belongs to an attempt that runs, or whose late completion
   * would count.
   */
  private static final String REMOVE_CHUNKS =
      """
      with leftover as (
        select f.id
        from job_file f
        where not f.attached
          and not exists (select from job_queue q where q.job_id = f.job_id and q.lease_token = f.lease_token)
      ),
      batch as (
        select c.file_id, c.seq
        from leftover
        join job_file_chunk c on c.file_id = leftover.id
        limit ?
        for update of c skip locked
      )
      delete from job_file_chunk c
      using batch
      where c.file_id = batch.file_id and c.seq = batch.seq
      """;

  private static final String REMOVE_EMPTY =
      """
      delete from job_file f
      where not f.attached
        and not exists (select from job_queue q where q.job_id = f.job_id and q.lease_token = f.lease_token)
        and not exists (select from job_file_chunk c where c.file_id = f.id)
      """;

  private final Database database;

  @Inject
  LeftoverFiles(Database database) {
    this.database = database;
  }

  /** Removes at most {@value #CHUNKS_AT_ONCE} MiB; to be called again. */
  void removeOnce() {
    int removed = database.update(REMOVE_CHUNKS, statement -> statement.setInt(1, CHUNKS_AT_ONCE));
    if (removed < CHUNKS_AT_ONCE) {
      database.update(REMOVE_EMPTY, statement -> {});
    }
  }
}
