package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key that leads to the next page, and to nothing else. */
@BlackBox
class CursorIT {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  @ArquillianResource private Api api;
  private Client alice;
  private String cursor = "";

  @BeforeEach
  void giveAliceAFirstPage() {
    alice = api.newUser();
    for (int i = 0; i < 5; i++) {
      alice.createIdle();
    }
    cursor = alice.list("limit=2").cursor().orElseThrow();
  }

  @Test
  void isBase64UrlWithoutPadding() {
    assertThat(cursor).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void leadsToTheSamePageEveryTime() {
    Answer once = alice.list("limit=2&lastEvaluatedKey=" + cursor);
    Answer again = alice.list("limit=2&lastEvaluatedKey=" + cursor);

    assertThat(once).isSuccess(200);
    assertThat(again.data()).isEqualTo(once.data());
  }

  @Test
  void isRefusedWithAnyCharacterChanged() {
    for (int at = 0; at < cursor.length(); at++) {
      char next = ALPHABET.charAt((ALPHABET.indexOf(cursor.charAt(at)) + 1) % 64);
      refused(cursor.substring(0, at) + next + cursor.substring(at + 1));
    }
  }

  /** The last character of a base64 text may hold bits that no byte takes up. */
  @Test
  void hasOneSpelling() {
    String head = cursor.substring(0, cursor.length() - 1);
    for (String last : ALPHABET.split("", -1)) {
      if (!last.isEmpty() && !cursor.endsWith(last)) {
        refused(head + last);
      }
    }
    for (String more : new String[] {"=", "%3D", "==", "A", "AA", "%20", "%0A", "%00", "."}) {
      refused(cursor + more);
    }
    refused("%20" + cursor);
  }

  @Test
  void isRefusedCutShortAndWhereItNeverWasOne() {
    for (int length = 1; length < cursor.length(); length++) {
      refused(cursor.substring(0, length));
    }
    for (String odd :
        new String[] {"null", "0", "eyJpZCI6MX0", "A".repeat(40), "A".repeat(5_000), "%E2%82%AC"}) {
      refused(odd);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status=PENDING",
        "jobType=a",
        "resultType=NONE",
        "dateFrom=0",
        "dateTo=253402300799999",
        "sortOrder=asc",
        "sortBy=updatedAt",
        "sortBy=jobType",
        "sortBy=status",
        "sortBy=jobType&sortOrder=asc"
      })
  void isRefusedWithOtherFiltersOrAnotherSort(String query) {
    assertThat(alice.list("limit=2&" + query + "&lastEvaluatedKey=" + cursor))
        .isRefusedFor("INVALID_QUERY", "lastEvaluatedKey");
  }

  @Test
  void isTheSameQuerysWhetherItsDefaultsAreWrittenOutOrNot() {
    assertThat(
            alice.list("sortOrder=desc&lastEvaluatedKey=" + cursor + "&sortBy=createdAt&limit=2"))
        .isSuccess(200);
  }

  @Test
  void worksWithAnotherLimit() {
    List<String> all = alice.listAll("limit=100");

    Answer rest = alice.list("limit=100&lastEvaluatedKey=" + cursor);

    assertThat(rest.jobIds()).isEqualTo(all.subList(2, 5));
    assertThat(alice.list("limit=1&lastEvaluatedKey=" + cursor).jobIds())
        .isEqualTo(all.subList(2, 3));
  }

  @Test
  void isWorthNothingToAnotherUser() {
    Client bob = api.newUser();
    bob.createIdle();

    assertThat(bob.list("limit=2&lastEvaluatedKey=" + cursor))
        .isRefusedFor("INVALID_QUERY", "lastEvaluatedKey");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sortBy=createdAt&sortOrder=desc",
        "sortBy=createdAt&sortOrder=asc",
        "sortBy=jobType&sortOrder=asc",
        "sortBy=jobType&sortOrder=desc",
        "sortBy=createdAt&status=PENDING"
      })
  void visitsEveryJobOnceWhileOthersAreAdded(String query) throws Exception {
    for (int i = 0; i < 35; i++) {
      alice.create(JobBody.of("unserved." + i % 7, "{}"));
    }
    List<String> before = alice.listAll("limit=100");
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService background = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> added = background.submit(() -> addUntil(done));
      List<String> visited = new ArrayList<>();
      Optional<String> next = Optional.empty();
      do {
        Answer page =
            alice.list("limit=3&" + query + next.map(key -> "&lastEvaluatedKey=" + key).orElse(""));
        assertThat(page).isSuccess(200);
        visited.addAll(page.jobIds());
        next = page.cursor();
      } while (next.isPresent());
      done.set(true);

      assertThat(added.get()).isPositive();
      assertThat(visited).containsAll(before);
      assertThat(new HashSet<>(visited)).hasSameSizeAs(visited);
    } finally {
      background.shutdownNow();
    }
  }

  private int addUntil(AtomicBoolean done) {
    int added = 0;
    while (!done.get() && added < 100) {
      alice.create(JobBody.of("unserved." + added % 7, "{}"));
      added++;
    }
    return added;
  }

  private void refused(String odd) {
    assertThat(alice.list("limit=2&lastEvaluatedKey=" + odd))
        .isRefusedFor("INVALID_QUERY", "lastEvaluatedKey");
  }
}
