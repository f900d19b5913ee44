package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.platform.ArrayBinder;
import dev.jobward.platform.Columns;
import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How attempts end with success. */
@Dependent
class Completions {

  /**
   * A late completion counts until somebody else has claimed the job, or the attempt's own time is
   * over. Its attempt was written down as lost then, and no longer is: it is the one that completed
   * the job. What is {@code seen} is for {@link Words}.
   */
  private static final String COMPLETE =
      """
      with word as (
        select *
        from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::uuid[]) as w(job_id, token, type, result, file_id)
      ),
      ended as (
        delete from job_queue q
        using word
        join job_queue seen on seen.job_id = word.job_id
        where q.job_id = word.job_id and q.lease_token = word.token
          and (q.started_at is null) = (seen.started_at is null)
          and (q.started_at is not null or q.deadline > clock_timestamp())
        returning q.job_id, q.lease_token, q.worker_id, q.attempts, q.started_at, q.progress_percent,
                  q.progress_message, q.cancel_requested, q.version, word.type, word.result, word.file_id,
                  clock_timestamp() as at
      ),
      attached as (
        update job_file f
        set attached = true
        from ended
        where f.id = ended.file_id and f.job_id = ended.job_id
      ),
      found_again as (
        delete from job_attempt a
        using ended
        where ended.started_at is null and a.job_id = ended.job_id
          and a.number = (select max(last.number) from job_attempt last where last.job_id = ended.job_id)
      )
      update job
      set status = 'COMPLETED', result_type = ended.type, result = ended.result, result_file = ended.file_id,
          worker_id = ended.worker_id, lease_token = ended.lease_token, cancel_requested = ended.cancel_requested,
          attempts = ended.attempts, started_at = coalesce(ended.started_at, job.started_at),
          progress_percent = coalesce(ended.progress_percent, job.progress_percent),
          progress_message = coalesce(ended.progress_message, job.progress_message),
          error_code = null, error_message = null, version = ended.version + 1,
          updated_at = ended.at, finished_at = ended.at
      from ended
      where job.id = ended.job_id
      returning job.id, job.job_type, job.attempts, job.worker_id, job.status,
                greatest(0, extract(epoch from ended.at - job.started_at) * 1000)::bigint, job.traceparent
      """;

  /** The same word again, whose answer may have been lost on its way. */
  private static final String KNOWN =
      """
      select job.id
      from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[]) as word(job_id, token, type, result)
      join job on job.id = word.job_id
      where job.lease_token = word.token and job.status = 'COMPLETED' and job.result_type = word.type
        and job.result is not distinct from word.result and job.result_file is null
      """;

  private final Database database;

  @Inject
  Completions(Database database) {
    this.database = database;
  }

  /**
   * Ends the attempts, and the jobs with them.
   *
   * @return the attempts that these words ended; of the others the token is not the latest
   */
  List<AttemptEnd> complete(List<Completion> completions) {
    List<Completion> words = Words.inOrder(completions, Completion::jobId);
    return database.queryMany(
        words.size(),
        COMPLETE,
        statement ->
            new ArrayBinder<>(statement, 1, words)
                .uuids(word -> word.jobId().value())
                .uuids(word -> word.token().value())
                .texts(word -> word.type().name())
                .optionalTexts(Completion::result)
                .optionalUuids(Completion::file),
        AttemptEnd::read);
  }

  /** Which of these words, but for files, had completed their job before. */
  Set<JobId> known(List<Completion> completions) {
    return new HashSet<>(
        database.queryMany(
            completions.size(),
            KNOWN,
            statement ->
                new ArrayBinder<>(statement, 1, completions)
                    .uuids(word -> word.jobId().value())
                    .uuids(word -> word.token().value())
                    .texts(word -> word.type().name())
                    .optionalTexts(Completion::result),
            row -> new JobId(Columns.uuid(row, 1))));
  }
}
