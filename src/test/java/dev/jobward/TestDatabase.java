package dev.jobward;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.sql.DataSource;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.flywaydb.core.Flyway;

/**
 * One migrated PostgreSQL for all tests of a run; it ends with the JVM. Durable, as in production.
 * Tests keep apart by owners and job types of their own.
 */
public final class TestDatabase {

  private final DataSource dataSource;
  private final EntityManagerFactory factory;

  private TestDatabase(DataSource dataSource) {
    this.dataSource = dataSource;
    Flyway.configure().dataSource(dataSource).load().migrate();
    this.factory =
        new PersistenceProvider()
            .createEntityManagerFactory(
                "jobward",
                Map.of(
                    "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                    "jakarta.persistence.jtaDataSource", "",
                    "jakarta.persistence.nonJtaDataSource", dataSource));
  }

  public static TestDatabase get() {
    return Holder.DATABASE;
  }

  public DataSource dataSource() {
    return dataSource;
  }

  public EntityManager entityManager() {
    return factory.createEntityManager();
  }

  private static final class Holder {
    static final TestDatabase DATABASE = new TestDatabase(start());
  }

  private static DataSource start() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .start()
          .getPostgresDatabase();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
