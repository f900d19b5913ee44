package dev.jobward.blackbox.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The body of a creation; the text of each member is sent as it is given here. */
public final class JobBody {

  private final Map<String, String> members = new LinkedHashMap<>();

  private JobBody(String type, String payload) {
    with("jobType", '"' + type + '"').with("payload", payload);
  }

  public static JobBody of(String type, String payload) {
    return new JobBody(type, payload);
  }

  /** Runs at once; its result is its payload. */
  public static JobBody echo(String payload) {
    return new JobBody("echo", payload);
  }

  /** Never runs. */
  public static JobBody idle() {
    return new JobBody(Api.unservedType(), "{}");
  }

  /** The body of a batch of these. */
  public static String batch(List<JobBody> jobs) {
    return jobs.stream().map(JobBody::json).collect(Collectors.joining(",", "{\"jobs\":[", "]}"));
  }

  public static String batch(JobBody... jobs) {
    return batch(List.of(jobs));
  }

  /** {@code json} is any text; a member that is there already is replaced. */
  public JobBody with(String member, String json) {
    members.put(member, json);
    return this;
  }

  public JobBody without(String member) {
    members.remove(member);
    return this;
  }

  public String json() {
    return members.entrySet().stream()
        .map(member -> '"' + member.getKey() + "\":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
