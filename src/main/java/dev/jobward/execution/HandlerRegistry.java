package dev.jobward.execution;

import dev.jobward.job.JobType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The handlers in this server, by the type that they serve. */
@ApplicationScoped
public class HandlerRegistry {

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
      if (handlers.put(handler.jobType(), handler) != null) {
        throw new IllegalStateException(
            "Two handlers serve the job type " + handler.jobType() + "; there can be one.");
      }
    }
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
