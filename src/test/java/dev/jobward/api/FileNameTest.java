package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "attachment; filename=a.csv, a.csv",
        "attachment;filename=a.csv, a.csv",
        "attachment ; filename = a.csv , a.csv",
        "ATTACHMENT; FILENAME=a.csv, a.csv",
        "inline; filename=\"a b.csv\", a b.csv",
        "attachment; filename=\"a;b=c.csv\", a;b=c.csv",
        "attachment; filename=\"say \\\"hi\\\".txt\", say \"hi\".txt",
        "form-data; name=\"file\"; filename=\"a.csv\", a.csv",
        "attachment; size=5; filename=a.csv; creation-date=\"x\", a.csv",
        "attachment; filename=\"a%20b.csv\", a%20b.csv"
      })
  void takesAPlainName(String header, String name) {
    assertThat(FileName.of(List.of(header))).hasValue(name);
  }

  @ParameterizedTest
  @CsvSource({
    "attachment; filename*=UTF-8''na%C3%AFve.txt, naïve.txt",
    "attachment; filename*=utf-8'en'%e2%82%ac.txt, €.txt",
    "attachment; filename*=UTF-8''%F0%9F%98%80, 😀",
    "attachment; filename*=UTF-8''it's.txt, it's.txt"
  })
  void takesAnExtendedName(String header, String name) {
    assertThat(FileName.of(List.of(header))).hasValue(name);
  }

  @Test
  void prefersTheExtendedNameWhereverItStands() {
    assertThat(FileName.of(List.of("a; filename=plain; filename*=UTF-8''%C3%A9"))).hasValue("é");
    assertThat(FileName.of(List.of("a; filename*=UTF-8''%C3%A9; filename=plain"))).hasValue("é");
  }

  @Test
  void readsUtf8ThatAServerHasTakenForLatin() {
    String asRead =
        new String("naïve €.txt".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

    assertThat(FileName.of(List.of("attachment; filename=\"" + asRead + "\"")))
        .hasValue("naïve €.txt");
  }

  @Test
  void leavesLatinAndWhatAServerHasReadRight() {
    assertThat(FileName.of(List.of("attachment; filename=\"na\u00efve.txt\"")))
        .hasValue("naïve.txt");
    assertThat(FileName.of(List.of("attachment; filename=\"€ é.txt\""))).hasValue("€ é.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b/c.txt",
        "/c.txt",
        "../../c.txt",
        "C:\\dir\\c.txt",
        "C:\\\\dir\\\\c.txt",
        "\\\\\\\\host\\\\share\\\\c.txt",
        "..\\c.txt",
        "a/..\\c.txt"
      })
  void keepsNoFolder(String path) {
    assertThat(FileName.of(List.of("attachment; filename=\"" + path + "\""))).hasValue("c.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%01c.txt",
        "c%0A%0D.txt",
        "c.t%7Fxt",
        "c%C2%9B.txt",
        "%C2%85c.txt",
        "%20c.txt%20"
      })
  void keepsNoControlCharacter(String name) {
    assertThat(FileName.of(List.of("attachment; filename*=UTF-8''" + name))).hasValue("c.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attachment",
        "attachment; size=5",
        "attachment; filename=\"\"",
        "attachment; filename=",
        "attachment; filename=\".\"",
        "attachment; filename=\"..\"",
        "attachment; filename=\"a/\"",
        "attachment; filename=\"a/..\"",
        "attachment; filename=\"  \"",
        "attachment; filename*=UTF-8''",
        "attachment; filename*=UTF-8''%01",
        "attachment; filename*=UTF-8''.%01."
      })
  void givesANameOfItsOwnWhereNoneIsLeft(String header) {
    assertThat(FileName.of(List.of(header))).hasValue("result");
  }

  @Test
  void givesANameOfItsOwnWhereThereIsNoHeader() {
    assertThat(FileName.of(List.of())).hasValue("result");
  }

  @Test
  void cutsALongNameAndNoCharacter() {
    String longest = "é".repeat(254) + "😀";
    String header = "attachment; filename=\"%s\"";

    assertThat(FileName.of(List.of(header.formatted("x".repeat(300))))).hasValue("x".repeat(255));
    assertThat(FileName.of(List.of(header.formatted("😀" + longest))))
        .hasValue("😀" + "é".repeat(254));
    assertThat(FileName.of(List.of(header.formatted(longest + "😀")))).hasValue(longest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "filename=a.csv",
        "attachment filename=a",
        "attachment; filename",
        "attachment; filename=a b",
        "attachment; filename=\"a",
        "attachment; filename=a\"",
        "attachment; filename=\"a\"b",
        "attachment; filename=\"a\\\"",
        "attachment; filename=a.csv;",
        "attachment; =a",
        "attachment; filename*=a.csv",
        "attachment; filename*=UTF-8'a.csv",
        "attachment; filename*=iso-8859-1''a.csv",
        "attachment; filename*=UTF-8''%zz",
        "attachment; filename*=UTF-8''%c3",
        "attachment; filename*=UTF-8''%ff",
        "attachment; filename*=UTF-8''%ED%A0%80",
        "attachment; filename*=UTF-8''a%",
        "attachment; filename*=UTF-8''a%2",
        "attachment; filename*=UTF-8''€",
        "attachment; filename=good; filename*=UTF-8''%ff"
      })
  void refusesWhatCannotBeUnderstood(String header) {
    assertThat(FileName.of(List.of(header))).isEmpty();
  }

  @Test
  void refusesTwoHeaders() {
    assertThat(FileName.of(List.of("attachment; filename=a", "attachment; filename=a"))).isEmpty();
  }

  @Test
  @Timeout(5)
  void costsNoMoreThanItsLength() {
    String open = "attachment" + "; a=\"\\\"".repeat(20_000);

    assertThat(FileName.of(List.of("attachment; filename=\"" + "\\\"x".repeat(100_000) + "\"")))
        .hasValueSatisfying(name -> assertThat(name).hasSize(255));
    assertThat(FileName.of(List.of(open))).isEmpty();
  }

  @Test
  void refusesANameWithANulCharacter() {
    assertThat(FileName.of(List.of("a; filename*=UTF-8''a%00b"))).isEmpty();
  }
}
