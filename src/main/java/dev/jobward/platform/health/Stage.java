package dev.jobward.platform.health;

import dev.jobward.platform.Stopping;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/** Where this node is between its start and its end. */
@ApplicationScoped
class Stage {

  /** After everything of ours that starts with the application. */
  private static final int LAST = Interceptor.Priority.APPLICATION + 900;

  /** Before everything of ours that stops with it. */
  private static final int FIRST = Stopping.JUDGES - 100;

  private volatile boolean started;
  private volatile boolean stopping;

  Stage() {}

  /** Does not come if something before it failed: the migrations, for one. */
  void start(@Observes @Priority(LAST) @Initialized(ApplicationScoped.class) Object application) {
    started = true;
  }

  void stop(
      @Observes @Priority(FIRST) @BeforeDestroyed(ApplicationScoped.class) Object application) {
    stopping = true;
  }

  /** The schema is as this version wants it, and all parts have begun. */
  boolean isStarted() {
    return started;
  }

  boolean isStopping() {
    return stopping;
  }
}
