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
final class ListQuery {

  private static final int MAX_LIMIT = 100;

  private ListQuery() {}

  static JobQuery parse(@Nullable String queryString, Owner owner) {
    QueryParameters query = new QueryParameters(queryString);
    int limit = query.requiredNumber("limit", 1, MAX_LIMIT);
    JobFilter filter = filter(query);
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
    Optional<Position> after = cursor.flatMap(sent -> CursorCodec.decode(sent, owner, first));
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
