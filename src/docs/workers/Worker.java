import java.math.BigDecimal;
import java.net.URI;
import java.net.http.*;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;

/** A worker for Jobward, one job at a time. JDK 17 or newer, nothing else: java Worker.java */
public class Worker {
  static final String API_URL = env("API_URL", "http://127.0.0.1:8080/v1");
  static final String TOKEN_COMMAND = env("TOKEN_COMMAND", "scripts/token --groups worker");
  static final String WORKER_ID = env("WORKER_ID", "java-" + ProcessHandle.current().pid());
  static final String JOB_TYPES = env("JOB_TYPES", "example.count,example.greet,example.table");
  static final int LEASE = number("LEASE_SECONDS", 30);
  static final int GRACE = number("GRACE_SECONDS", 20);
  static final int WAIT = 20; // seconds that a claim waits for work

  // What this worker can do: a function for each job type. Put yours here.
  static Answer handle(Job job) throws Exception {
    return switch (job.type) {
      case "example.count" -> count(job);
      case "example.greet" -> greet(job);
      case "example.table" -> table(job);
      default -> throw new Failure("UNKNOWN_TYPE", "No worker for this job type.", false);
    };
  }

  /** JSON, and slow: something to watch, to cancel and to try again. */
  static Answer count(Job job) throws Exception {
    if (job.attempt < ((Number) job.payload.getOrDefault("worksAtAttempt", 1)).intValue()) {
      throw new Failure("NOT_READY", "What this job needs is not there yet.", true);
    }
    int to = ((Number) job.payload.get("to")).intValue();
    for (int n = 1; n <= to; n++) {
      job.check();
      Thread.sleep(100);
      job.progress = Map.of("percent", 100 * n / to, "message", n + " of " + to); // told by the next heartbeat
    }
    return report(job, "complete", Map.of("resultType", "JSON", "result", Map.of("counted", to)));
  }

  /** TEXT. */
  static Answer greet(Job job) throws Exception {
    if (!job.payload.containsKey("name")) throw new Failure("NAME_MISSING", "payload.name is missing.", false);
    String name = ((String) job.payload.get("name")).strip();
    return report(job, "complete", Map.of("resultType", "TEXT", "result", "Good morning, " + name));
  }

  /** FILE, written to the disk and sent from there. */
  static Answer table(Job job) throws Exception {
    long rows = ((Number) job.payload.get("rows")).longValue();
    Path path = Files.createTempFile("squares", ".csv");
    try {
      try (var file = Files.newBufferedWriter(path)) {
        for (long n = 1; n <= rows; n++) {
          job.check();
          file.write(n + "," + n * n + "\n");
        }
      }
      return upload(job, path, "squares.csv", "text/csv");
    } finally {
      Files.delete(path);
    }
  }

  static class Failure extends Exception {
    final Map<String, Object> report;

    Failure(String code, String message, boolean retryable) { // the job's owner sees code and message
      report = Map.of("code", code, "message", message, "retryable", retryable);
    }
  }

  static class Job {
    final String id, type, leaseToken;
    final int attempt;
    final Map<String, Object> payload;
    volatile Map<String, Object> progress; // nothing at first
    volatile Failure stopped; // once the work is to end early
    volatile boolean lost; // from then on nothing is reported

    Job(Map<String, Object> claimed) {
      id = (String) claimed.get("jobId");
      type = (String) claimed.get("jobType");
      leaseToken = (String) claimed.get("leaseToken");
      attempt = ((Number) claimed.get("attempts")).intValue();
      payload = Json.object(claimed.get("payload"));
    }

    /** To be called often: ends the work if the job was cancelled or lost, or the worker stops. */
    void check() throws Failure {
      if (stopped != null) throw stopped;
    }
  }

  static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  static volatile boolean stopping;
  static volatile Job current;
  static volatile String token;

  public static void main(String[] args) {
    Runtime.getRuntime().addShutdownHook(new Thread(Worker::finish)); // on SIGTERM and SIGINT
    var claim = Map.of("workerId", WORKER_ID, "jobTypes", List.of(JOB_TYPES.split(",")), "maxJobs", 1,
        "leaseSeconds", LEASE, "waitSeconds", WAIT);
    while (!stopping) {
      Answer answer = call(post("/worker/claim", claim), WAIT + 10, null);
      if (answer.status != 200) giveUp("The claim was refused: " + answer.json);
      for (Object claimed : (List<?>) answer.data().get("jobs")) {
        current = new Job(Json.object(claimed));
        run(current);
        current = null;
      }
    }
  }

  static void run(Job job) {
    var beside = Executors.newSingleThreadScheduledExecutor();
    beside.scheduleWithFixedDelay(() -> heartbeat(job), 1000 * LEASE / 3, 1000 * LEASE / 3, TimeUnit.MILLISECONDS);
    Answer answer;
    try {
      answer = handle(job);
      if (!List.of(200, 404, 409).contains(answer.status)) { // the result cannot be kept; it is too large, for example
        throw new Failure("RESULT_REFUSED", answer.message(), false);
      }
    } catch (Throwable e) {
      if (!(e instanceof Failure)) e.printStackTrace(); // for this log, not for the job's owner
      Failure failure = e instanceof Failure known ? known : new Failure("WORKER_ERROR", "The worker failed.", true);
      answer = report(job, "fail", failure.report);
    }
    beside.shutdown();
    System.out.println(job.type + " " + job.id + " " + answer.status + " " + answer.message());
  }

  static void heartbeat(Job job) {
    Map<String, Object> beat = new HashMap<>(Map.of("leaseSeconds", LEASE));
    beat.put("progress", job.progress);
    Answer answer = report(job, "heartbeat", beat);
    if (answer.status != 200) {
      job.lost = true;
      job.stopped = new Failure("LEASE_LOST", "This is not reported any more.", true);
    } else if (answer.data().get("cancelRequested").equals(true)) {
      job.stopped = new Failure("CANCELLED", "The job was cancelled.", false);
    }
  }

  static Answer report(Job job, String what, Map<String, Object> members) {
    Map<String, Object> body = new HashMap<>(members);
    body.put("leaseToken", job.leaseToken);
    return call(post("/worker/jobs/" + job.id + "/" + what, body), 10, job);
  }

  static Answer upload(Job job, Path path, String name, String type) throws Exception {
    return call(HttpRequest.newBuilder(URI.create(API_URL + "/worker/jobs/" + job.id + "/result"))
        .header("Lease-Token", job.leaseToken)
        .header("Content-Type", type)
        .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .PUT(BodyPublishers.ofFile(path)), 300, job);
  }

  static HttpRequest.Builder post(String path, Map<String, Object> body) {
    return HttpRequest.newBuilder(URI.create(API_URL + path))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(Json.write(body)));
  }

  record Answer(int status, Map<String, Object> json, long retryAfter) {
    String message() {
      return (String) json.get("message");
    }

    Map<String, Object> data() {
      return Json.object(json.get("data"));
    }
  }

  /** Repeats a request until the API has answered it, or the job is lost. */
  static Answer call(HttpRequest.Builder request, int timeout, Job job) {
    for (int tries = 0; job == null || !job.lost; ) {
      String bearer = token;
      boolean fresh = bearer == null;
      Answer answer;
      try {
        if (fresh) token = bearer = newToken();
        answer = send(request.setHeader("Authorization", "Bearer " + bearer).build(), timeout);
      } catch (Exception e) { // its text may hold a secret
        Throwable cause = e.getCause() == null ? e : e.getCause();
        answer = new Answer(0, Map.of("message", cause.getClass().getSimpleName()), 0);
      }
      if (answer.status == 401 && !fresh) {
        token = null; // it has expired
      } else if (answer.status == 401 || answer.status == 403) {
        giveUp("The token was refused: " + answer.message());
      } else if (answer.status >= 200 && answer.status < 500 && answer.status != 429) {
        return answer;
      } else {
        System.out.println(answer.message() + " - trying again");
        double pause = (0.5 + Math.random() / 2) * Math.min(Math.pow(2, tries++), job == null ? 30 : 2);
        sleep(Math.max(answer.retryAfter, pause));
      }
    }
    return new Answer(409, Map.of("message", "The lease on this job is lost."), 0);
  }

  /** One request. The time is for the whole answer; HttpRequest's own is for its beginning alone. */
  static Answer send(HttpRequest request, int timeout) throws Exception {
    var sent = HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      var response = sent.get(timeout, TimeUnit.SECONDS);
      boolean isJson = response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
      Map<String, Object> json = isJson ? Json.object(Json.read(response.body())) : Map.of();
      return json.containsKey("success")
          ? new Answer(response.statusCode(), json, response.headers().firstValueAsLong("Retry-After").orElse(0))
          : new Answer(0, Map.of("message", response.statusCode() + ", not from the API"), 0); // but from a proxy
    } finally {
      sent.cancel(true);
    }
  }

  static String newToken() throws Exception {
    Process command =
        new ProcessBuilder("sh", "-c", TOKEN_COMMAND).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(command.getInputStream().readAllBytes()).strip();
    if (command.waitFor() != 0) throw new IllegalStateException("the token command failed");
    return printed;
  }

  /** Claims nothing more, lets the job end, then stops it. If it does not stop, its lease runs out. */
  static void finish() {
    stopping = true;
    idle(GRACE);
    Job job = current;
    if (job != null) job.stopped = new Failure("WORKER_STOPPED", "The worker was stopped.", true);
    idle(5);
    Runtime.getRuntime().halt(0);
  }

  static void idle(int seconds) {
    for (int i = 0; current != null && i < 20 * seconds; i++) sleep(0.05);
  }

  static void sleep(double seconds) {
    try {
      Thread.sleep((long) (1000 * seconds));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void giveUp(String sentence) {
    System.out.println(sentence);
    Runtime.getRuntime().halt(1);
  }

  static String env(String name, String otherwise) {
    return System.getenv().getOrDefault(name, otherwise);
  }

  static int number(String name, int otherwise) {
    String value = env(name, Integer.toString(otherwise));
    if (!value.matches("[0-9]{1,9}")) {
      System.err.println(name + " is to be a whole number.");
      System.exit(2);
    }
    return Integer.parseInt(value);
  }
}

/** The JDK has none of this. Where you have a library for JSON, use that. */
class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  static Object read(String text) {
    return new Json(text).value();
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  static String write(Object value) {
    if (value instanceof Map<?, ?> map) {
      StringJoiner members = new StringJoiner(",", "{", "}");
      map.forEach((name, member) -> members.add(write(name) + ":" + write(member)));
      return members.toString();
    } else if (value instanceof List<?> list) {
      StringJoiner elements = new StringJoiner(",", "[", "]");
      list.forEach(element -> elements.add(write(element)));
      return elements.toString();
    } else if (value instanceof String string) {
      StringBuilder quoted = new StringBuilder("\"");
      for (char c : string.toCharArray()) {
        boolean plain = c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c);
        quoted.append(plain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
      }
      return quoted.append('"').toString();
    }
    return String.valueOf(value); // a number, true, false or null
  }

  private Object value() {
    char first = next();
    if (first == '{') {
      Map<String, Object> map = new LinkedHashMap<>();
      for (char c = next(); c != '}'; c = next()) {
        if (c == ',') next(); // to the name's first quote
        String name = string();
        next(); // the colon
        map.put(name, value());
      }
      return map;
    } else if (first == '[') {
      List<Object> list = new ArrayList<>();
      for (char c = next(); c != ']'; c = next()) {
        if (c != ',') at--;
        list.add(value());
      }
      return list;
    } else if (first == '"') {
      return string();
    }
    int start = at - 1;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) at++;
    String word = text.substring(start, at);
    if (word.equals("true") || word.equals("false")) return word.equals("true");
    return word.equals("null") ? null : new BigDecimal(word);
  }

  private char next() {
    while (text.charAt(at) <= ' ') at++;
    return text.charAt(at++);
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
      if (c == '\\') {
        c = text.charAt(at++);
        int escape = "bfnrtu".indexOf(c);
        if (c == 'u') {
          c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
          at += 4;
        } else if (escape >= 0) {
          c = "\b\f\n\r\t".charAt(escape);
        }
      }
      string.append(c);
    }
    return string.toString();
  }
}
