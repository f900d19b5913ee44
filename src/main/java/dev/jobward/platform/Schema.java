package dev.jobward.platform;

import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** The database's tables, and how they come to be as this version needs them. */
public final class Schema {

  private Schema() {}

  /**
   * Runs the migrations that are missing. Who comes meanwhile waits, and then finds nothing to do.
   */
  public static void migrate(DataSource source) {
    Flyway flyway = configuration(source).load();
    // What runs outside of a transaction may have been broken off half-way; it can be repeated.
    if (Arrays.stream(flyway.info().applied())
        .anyMatch(migration -> migration.getState().isFailed())) {
      flyway.repair();
    }
    flyway.migrate();
  }

  /** The same up to this version, as an earlier release has left it. */
  public static void migrate(DataSource source, String version) {
    configuration(source).target(version).load().migrate();
  }

  private static FluentConfiguration configuration(DataSource source) {
    FluentConfiguration configuration =
        Flyway.configure(Schema.class.getClassLoader())
            .dataSource(source)
            .locations("classpath:db/migration")
            .mixed(true);
    // An index that is built while its table is written to waits for all transactions to end. So
    // the
    // lock must not be one that a transaction holds.
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return configuration;
  }
}
