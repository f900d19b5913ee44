package dev.jobward.platform;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/**
 * Brings the schema up to date before anything else starts. Nodes that start at once take turns:
 * the first migrates under a lock of the database, the others then find nothing to do.
 */
@ApplicationScoped
class Migrations {

  /** Before everything of ours that starts with the application. */
  private static final int FIRST = Interceptor.Priority.APPLICATION - 100;

  void migrate(
      @Observes @Priority(FIRST) @Initialized(ApplicationScoped.class) Object start,
      Settings settings,
      Database database) {
    // No schema is touched by a server that will not start; asked for, because a proxy is lazy.
    settings.number(Setting.CONCURRENCY);
    Schema.migrate(new PatientDataSource(database.dataSource()));
  }
}
