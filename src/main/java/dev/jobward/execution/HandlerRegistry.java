package dev.jobward.execution;

import dev.jobward.job.JobType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;

/** The handlers in this server, by the type that they serve. */
@ApplicationScoped
public class HandlerRegistry {

  private static final Logger LOG = Logger.getLogger(HandlerRegistry.class.getName());

  private final Map<JobType, JobHandler> handlers = new HashMap<>();

  /** For the container's proxy. */
  protected HandlerRegistry() {}

  /** Two handlers for one type stop the deployment: nobody could say which one runs. */
  @Inject
  HandlerRegistry(@Any Instance<JobHandler> found) {
    this((Iterable<JobHandler>) found);
  }

  HandlerRegistry(Iterable<JobHandler> found) {
    for (JobHandler handler : found) {
      JobType type = type(handler);
      if (handlers.put(type, handler) != null) {
        throw new IllegalStateException(
            "Two handlers serve the job type " + type + "; there can be one.");
      }
    }
  }

  private static JobType type(JobHandler handler) {
    try {
      return handler.jobType();
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "A handler does not say which job type it serves: " + handler.getClass().getName(), e);
    }
  }

  /** Now, and not with the first job: what is wrong with the handlers stops the deployment. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    LOG.info(
        () -> "Handlers serve " + handlers.keySet().stream().map(JobType::name).sorted().toList());
  }

  /** What the type's handler has against this payload; nothing for a type without one. */
  public List<PayloadFault> check(JobType type, String payload) {
    return handler(type).map(handler -> handler.check(payload)).orElse(List.of());
  }

  /** Whether the server itself runs jobs of this type. */
  public boolean serves(JobType type) {
    return handlers.containsKey(type);
  }

  Set<JobType> types() {
    return Set.copyOf(handlers.keySet());
  }

  Optional<JobHandler> handler(JobType type) {
    return Optional.ofNullable(handlers.get(type));
  }
}
