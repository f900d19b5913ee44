package dev.jobward.handlers;

import dev.jobward.execution.PayloadFault;
import dev.jobward.job.JobFilter;
import dev.jobward.job.JobStatus;
import dev.jobward.job.JobType;
import dev.jobward.job.NewJob;
import dev.jobward.job.ResultType;
import dev.jobward.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The payload of {@code jobs.export}: a format, and the filters of the list. */
final class ExportRequest {

  private final List<PayloadFault> faults = new ArrayList<>();
  private final JobFilter filter = new JobFilter();
  private Optional<ExportFormat> format = Optional.empty();

  private ExportRequest() {}

  static ExportRequest parse(String payload) {
    ExportRequest request = new ExportRequest();
    try (JsonParser json = Json.read(payload)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        request.member(json, name);
        json.skipChildren();
      }
    }
    request.checkWhole();
    return request;
  }

  List<PayloadFault> faults() {
    return List.copyOf(faults);
  }

  /** There if there are no faults. */
  Optional<ExportFormat> format() {
    return format;
  }

  JobFilter filter() {
    return filter;
  }

  private void member(JsonParser json, String name) {
    boolean optional = !name.equals("format");
    if (optional && json.currentToken() == JsonToken.VALUE_NULL && isKnown(name)) {
      return;
    }
    switch (name) {
      case "format" ->
          oneOf(json, name, ExportFormat.values(), ExportFormat::parameter)
              .ifPresent(found -> format = Optional.of(found));
      case "jobType" -> jobType(json);
      case "status" ->
          oneOf(json, name, JobStatus.values(), JobStatus::name).ifPresent(filter::status);
      case "resultType" ->
          oneOf(json, name, ResultType.values(), ResultType::name).ifPresent(filter::resultType);
      case "dateFrom" -> date(json, name, filter::dateFrom);
      case "dateTo" -> date(json, name, filter::dateTo);
      default -> fault(name, "is not a member of this payload");
    }
  }

  private static boolean isKnown(String name) {
    return List.of("jobType", "status", "resultType", "dateFrom", "dateTo").contains(name);
  }

  private void checkWhole() {
    if (format.isEmpty() && faults.stream().noneMatch(fault -> fault.member().equals("format"))) {
      fault("format", "is required: " + names(ExportFormat.values(), ExportFormat::parameter));
    }
    Optional<Instant> to = filter.dateTo();
    if (to.isPresent() && filter.dateFrom().filter(from -> from.isAfter(to.get())).isPresent()) {
      fault("dateFrom", "must not be after dateTo");
    }
  }

  private void jobType(JsonParser json) {
    text(json)
        .flatMap(JobType::parse)
        .ifPresentOrElse(filter::jobType, () -> fault("jobType", "is no job type"));
  }

  private void date(JsonParser json, String name, Consumer<Instant> set) {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getStringLength() <= 18) {
      long value = Long.parseLong(json.getString());
      if (value >= 0 && value <= NewJob.MAX_MILLIS) {
        set.accept(Instant.ofEpochMilli(value));
        return;
      }
    }
    fault(name, "must be Unix milliseconds between 0 and %d".formatted(NewJob.MAX_MILLIS));
  }

  private <E> Optional<E> oneOf(
      JsonParser json, String name, E[] allowed, Function<E, String> spelling) {
    Optional<String> text = text(json);
    Optional<E> found =
        Arrays.stream(allowed)
            .filter(value -> text.filter(spelling.apply(value)::equals).isPresent())
            .findFirst();
    if (found.isEmpty()) {
      fault(name, "must be one of " + names(allowed, spelling));
    }
    return found;
  }

  private static <E> String names(E[] allowed, Function<E, String> spelling) {
    return Arrays.stream(allowed).map(spelling).collect(Collectors.joining(", "));
  }

  private static Optional<String> text(JsonParser json) {
    return json.currentToken() == JsonToken.VALUE_STRING
        ? Optional.of(json.getString())
        : Optional.empty();
  }

  private void fault(String member, String message) {
    faults.add(new PayloadFault(member, message));
  }
}
