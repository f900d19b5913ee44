package dev.jobward.blackbox.client;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The body of a worker's call; the text of each member is sent as it is given here. */
public final class WorkerBody {

  private final Map<String, String> members = new LinkedHashMap<>();

  private WorkerBody() {}

  /** Asks for one job of one of these types. */
  public static WorkerBody claim(String... types) {
    return new WorkerBody()
        .with("workerId", "\"tester\"")
        .with("jobTypes", Arrays.stream(types).map(type -> '"' + type + '"').toList().toString());
  }

  /** Says nothing but whose word it is. */
  public static WorkerBody of(Leased held) {
    return new WorkerBody().with("leaseToken", '"' + held.token() + '"');
  }

  /** The success with this JSON value. */
  public static WorkerBody json(Leased held, String result) {
    return of(held).with("resultType", "\"JSON\"").with("result", result);
  }

  /** A failure with nothing but what has to be said. */
  public static WorkerBody failure(Leased held) {
    return of(held).with("code", "\"BROKEN\"").with("message", "\"It broke.\"");
  }

  /** This word as one of many. */
  public WorkerBody report(Leased held, String outcome) {
    return with("jobId", '"' + held.jobId() + '"').with("outcome", '"' + outcome + '"');
  }

  /** {@code json} is any text; a member that is there already is replaced. */
  public WorkerBody with(String member, String json) {
    members.put(member, json);
    return this;
  }

  public WorkerBody without(String member) {
    members.remove(member);
    return this;
  }

  public String json() {
    return members.entrySet().stream()
        .map(member -> '"' + member.getKey() + "\":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
