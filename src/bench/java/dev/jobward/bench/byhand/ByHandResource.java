package dev.jobward.bench.byhand;

import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Stores jobs, and says hello. */
@Path("/")
@RequestScoped
public class ByHandResource {

  private static final String INSERT =
      """
      insert into by_hand_job (id, owner, job_type, status, payload, created_at, updated_at)
      values (?, ?, ?, 'PENDING', ?, ?, ?)
      """;

  private static final Clock CLOCK = Clock.systemUTC();

  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource dataSource;

  @Inject private JsonWebToken token;

  @SuppressWarnings("NullAway.Init") // the container sets the fields
  public ByHandResource() {}

  /** What the server itself costs. */
  @GET
  @Path("hello")
  @PermitAll
  public Response hello() {
    return Response.ok("{\"hello\":\"world\"}", MediaType.APPLICATION_JSON).build();
  }

  /** And what a token costs. */
  @GET
  @Path("hello/token")
  @RolesAllowed("user")
  public Response helloWithToken() {
    return Response.ok("{\"hello\":\"world\"}", MediaType.APPLICATION_JSON).build();
  }

  /** Stores a job. */
  @POST
  @Path("jobs")
  @RolesAllowed("user")
  public Response create(InputStream body) throws SQLException {
    JsonObject job;
    try (JsonReader reader = Json.createReader(body)) {
      job = reader.readObject();
    }
    UUID id = UUID.randomUUID();
    Timestamp now = new Timestamp(CLOCK.millis());
    String type = job.getString("jobType");
    String payload = job.getJsonObject("payload").toString();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setObject(1, id);
      statement.setString(2, token.getSubject());
      statement.setString(3, type);
      statement.setString(4, payload);
      statement.setTimestamp(5, now);
      statement.setTimestamp(6, now);
      statement.executeUpdate();
    }
    return Response.created(URI.create("/v1/jobs/" + id))
        .type(MediaType.APPLICATION_JSON)
        .entity(document(id, type, "PENDING", job.getJsonObject("payload"), now, now).toString())
        .build();
  }

  private static JsonObject document(
      UUID id,
      String type,
      String status,
      JsonObject payload,
      Timestamp createdAt,
      Timestamp updatedAt) {
    JsonObjectBuilder job =
        Json.createObjectBuilder()
            .add("jobId", id.toString())
            .add("jobType", type)
            .add("status", status)
            .add("payload", payload)
            .add("createdAt", createdAt.getTime())
            .add("updatedAt", updatedAt.getTime());
    return Json.createObjectBuilder()
        .add("success", true)
        .add("data", job)
        .add("message", "Job created.")
        .build();
  }
}
