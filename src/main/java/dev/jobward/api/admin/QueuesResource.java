package dev.jobward.api.admin;

import dev.jobward.api.Envelope;
import dev.jobward.job.JobType;
import dev.jobward.queues.JobQueue;
import dev.jobward.queues.Queues;
import dev.jobward.security.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** The queues, one for each job type. */
@Path("/admin/queues")
@ApplicationScoped
@RolesAllowed(Role.ADMIN)
public class QueuesResource {

  @Inject private Queues queues;

  @SuppressWarnings("NullAway.Init") // the container sets the fields
  public QueuesResource() {}

  /** All of which there is something to say, by name. */
  @GET
  @RolesAllowed(Role.ADMIN)
  public Response list() {
    List<JobQueue> all = queues.all();
    return ok(
        "Queues retrieved.",
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("queues");
          all.forEach(queue -> write(json, queue));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** Lets no more jobs of this type begin. */
  @POST
  @Path("/{jobType}/pause")
  @RolesAllowed(Role.ADMIN)
  public Response pause(@Context HttpServletRequest request, @PathParam("jobType") String jobType) {
    JobType type = type(jobType);
    Queues.Change change = queues.pause(type);
    if (change.changed()) {
      AuditLog.write(request, "paused the job type " + type);
    }
    return ok("Queue paused.", json -> write(json, change.queue()));
  }

  /** Lets them begin again. */
  @POST
  @Path("/{jobType}/resume")
  @RolesAllowed(Role.ADMIN)
  public Response resume(
      @Context HttpServletRequest request, @PathParam("jobType") String jobType) {
    JobType type = type(jobType);
    Queues.Change change = queues.resume(type);
    if (change.changed()) {
      AuditLog.write(request, "resumed the job type " + type);
    }
    return ok("Queue resumed.", json -> write(json, change.queue()));
  }

  private static JobType type(String jobType) {
    return JobType.parse(jobType).orElseThrow(NotFoundException::new);
  }

  private static void write(JsonGenerator json, JobQueue queue) {
    json.writeStartObject();
    json.writeStringProperty("jobType", queue.type().name());
    json.writeNumberProperty("waiting", queue.waiting());
    json.writeNumberProperty("due", queue.due());
    json.writeNumberProperty("running", queue.running());
    json.writeNumberProperty("completedLastHour", queue.completedLastHour());
    json.writeNumberProperty("failedLastHour", queue.failedLastHour());
    queue
        .oldestDue()
        .ifPresentOrElse(
            age -> json.writeNumberProperty("oldestDueMs", age.toMillis()),
            () -> json.writeNullProperty("oldestDueMs"));
    json.writeBooleanProperty("paused", queue.paused());
    json.writeArrayPropertyStart("servedBy");
    queue.servedBy().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static Response ok(String message, Consumer<JsonGenerator> data) {
    return Response.ok(Envelope.success(message, data), MediaType.APPLICATION_JSON_TYPE).build();
  }
}
