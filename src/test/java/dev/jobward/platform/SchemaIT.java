package dev.jobward.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.TestDatabase;
import org.junit.jupiter.api.Test;

class SchemaIT {

  private final Database database = new Database(TestDatabase.get().dataSource());

  /** Without one, each row that is deleted there has all rows here read. */
  @Test
  void hasAnIndexForEachReferenceToAnotherTable() {
    assertThat(
            database.query(
                """
                select r.conname
                from pg_constraint r
                where r.contype = 'f' and r.connamespace = current_schema()::regnamespace
                  and not exists (
                    select from pg_index i
                    where i.indrelid = r.conrelid
                      and (i.indkey::int2[])[0:cardinality(r.conkey) - 1] = r.conkey
                  )
                """,
                statement -> {},
                row -> row.getString(1)))
        .isEmpty();
  }
}
