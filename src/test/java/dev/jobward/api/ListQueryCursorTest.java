package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.JobQuery;
import dev.jobward.job.Owner;
import dev.jobward.job.Position;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The cursor among a list's other parameters; its own form: {@link CursorCodecTest}. */
class ListQueryCursorTest {

  private static final Owner OWNER = new Owner("ann");

  @Test
  void goesOnBehindItsCursorWithAnotherLimit() {
    Position position = new Position("", UUID.fromString("0198c0de-0000-7000-8000-000000000001"));
    String cursor = CursorCodec.encode(position, OWNER, parse("limit=1&status=FAILED"));

    JobQuery query = parse("lastEvaluatedKey=%s&limit=99&status=FAILED".formatted(cursor));

    assertThat(query.after()).contains(position);
    assertThat(query.limit()).isEqualTo(99);
  }

  @Test
  void refusesACursorOfAnotherFilter() {
    Position position = new Position("", UUID.fromString("0198c0de-0000-7000-8000-000000000001"));
    String cursor = CursorCodec.encode(position, OWNER, parse("limit=1&status=FAILED"));

    assertThat(fields("limit=1&lastEvaluatedKey=" + cursor)).containsExactly("lastEvaluatedKey");
  }

  private static JobQuery parse(String queryString) {
    return ListQuery.parse(queryString, OWNER);
  }

  private static List<String> fields(String queryString) {
    return Refused.fields(ErrorCode.INVALID_QUERY, () -> parse(queryString));
  }
}
