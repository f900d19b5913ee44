package dev.jobward.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.platform.targets.AllowList;
import dev.jobward.platform.targets.InvalidTargetException;
import dev.jobward.platform.targets.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page says of targets is so. */
class HttpRequestPageTest {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern EXAMPLE = Pattern.compile("(?m)^\\| `([^`]*(?:://)[^`]*)` \\|");

  @Test
  void listsEntriesThatCanBeRead() throws IOException {
    List<String> examples = found(EXAMPLE, section("Which targets are allowed")).toList();

    assertThat(examples).hasSizeGreaterThanOrEqualTo(6);
    for (String entries : examples) {
      assertThat(AllowList.faults(entries)).as(entries).isEmpty();
    }
  }

  @Test
  void listsRangesThatAreRefused() throws IOException, InvalidTargetException {
    AllowList everything = AllowList.parse("http://*");
    List<String> ranges =
        found(CODE, section("Which addresses are refused"))
            .filter(code -> code.contains("/") && !code.startsWith("http"))
            .filter(range -> !List.of("2000::/3", "64:ff9b::/96").contains(range))
            .toList();

    assertThat(ranges).hasSizeGreaterThanOrEqualTo(25);
    for (String range : ranges) {
      assertThat(AllowList.faults(range)).as(range).isEmpty();
      String first = range.substring(0, range.indexOf('/'));
      String host = first.contains(":") ? "[" + first + "]" : first;
      assertThat(everything.refusal(Target.parse("http://" + host))).as(range).isPresent();
    }
  }

  private static String section(String title) throws IOException {
    String page = Files.readString(Path.of("src/docs/http-request.md"));
    int start = page.indexOf("## " + title);
    assertThat(start).as(title).isNotNegative();
    return page.substring(start, page.indexOf("\n## ", start + 1));
  }

  private static Stream<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1));
  }
}
