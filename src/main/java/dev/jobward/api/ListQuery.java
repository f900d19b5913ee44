package dev.jobward.api;

import dev.jobward.job.JobFilter;
import dev.jobward.job.JobQuery;
import dev.jobward.job.JobStatus;
import dev.jobward.job.JobType;
import dev.jobward.job.Owner;
import dev.jobward.job.Position;
import dev.jobward.job.ResultType;
import dev.jobward.job.SortField;
import dev.jobward.job.SortOrder;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the query string of a list asks for. */
public final class ListQuery {

  private static final int MAX_LIMIT = 100;

  private ListQuery() {}

  /** Turns a cursor into the place where it points, if it is one of this list. */
  @FunctionalInterface
  private interface Decoder {
    Optional<Position> decode(String cursor, JobQuery first);
  }

  /** A list of one owner's jobs. */
  static JobQuery parse(@Nullable String queryString, Owner owner) {
    QueryParameters query = new QueryParameters(queryString);
    int limit = limit(query);
    return parse(
        query, limit, filter(query), (sent, first) -> CursorCodec.decode(sent, owner, first));
  }

  /**
   * A list of everybody's jobs, which knows one filter more.
   *
   * @throws ApiFailure that names all that is wrong with it
   */
  public static JobQuery parseOfAll(@Nullable String queryString) {
    QueryParameters query = new QueryParameters(queryString);
    int limit = limit(query);
    JobFilter filter = filter(query);
    query
        .text("owner")
        .ifPresent(
            subject ->
                Owner.of(subject)
                    .ifPresentOrElse(
                        filter::owner, () -> query.fault("owner", "can be nobody's name")));
    return parse(query, limit, filter, CursorCodec::decodeOfAll);
  }

  private static int limit(QueryParameters query) {
    return query.requiredNumber("limit", 1, MAX_LIMIT);
  }

  private static JobQuery parse(
      QueryParameters query, int limit, JobFilter filter, Decoder decoder) {
    SortField sortBy =
        query
            .oneOf("sortBy", SortField.values(), SortField::parameter)
            .orElse(SortField.CREATED_AT);
    SortOrder sortOrder =
        query
            .oneOf("sortOrder", SortOrder.values(), order -> order.name().toLowerCase(Locale.ROOT))
            .orElse(SortOrder.DESC);
    Optional<String> cursor = query.text("lastEvaluatedKey");
    JobQuery first = JobQuery.first(filter, sortBy, sortOrder, limit);
    Optional<Position> after = cursor.flatMap(sent -> decoder.decode(sent, first));
    if (cursor.isPresent() && after.isEmpty()) {
      query.fault(
          "lastEvaluatedKey",
          "must be the one from the previous page, with the same filters and sort");
    }
    query.refuseFaults();
    return after.map(first::after).orElse(first);
  }

  private static JobFilter filter(QueryParameters query) {
    JobFilter filter = new JobFilter();
    query
        .text("jobType")
        .ifPresent(
            name ->
                JobType.parse(name)
                    .ifPresentOrElse(
                        filter::jobType, () -> query.fault("jobType", "is no job type")));
    query.oneOf("status", JobStatus.values(), JobStatus::name).ifPresent(filter::status);
    query.oneOf("resultType", ResultType.values(), ResultType::name).ifPresent(filter::resultType);
    Optional<Instant> from = query.instant("dateFrom");
    Optional<Instant> to = query.instant("dateTo");
    from.ifPresent(filter::dateFrom);
    to.ifPresent(filter::dateTo);
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      query.fault("dateFrom", "must not be after dateTo");
    }
    return filter;
  }
}
