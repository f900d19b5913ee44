package dev.jobward.job;

import jakarta.persistence.EntityManager;

/** What lists cost. */
final class RowsRead {

  private RowsRead() {}

  /** Rows of the table of jobs that this transaction has read so far, by whichever plan. */
  static long in(EntityManager entities) {
    Object rows =
        entities
            .createNativeQuery(
                """
                select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))
                from pg_stat_xact_user_tables
                where relname = 'job'""")
            .getSingleResult();
    return ((Number) rows).longValue();
  }
}
