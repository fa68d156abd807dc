package dev.atom.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 6901, section 5. */
class JsonPointerTest {
  private final Json document =
      Json.parse(
          """
          {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\\\j": 5,
           "k\\"l": 6, " ": 7, "m~n": 8}""");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "/foo;[\"bar\",\"baz\"]",
        "/foo/0;\"bar\"",
        "/;0",
        "/a~1b;1",
        "/c%d;2",
        "/e^f;3",
        "/g|h;4",
        "/i\\j;5",
        "/k\"l;6",
        "/ ;7",
        "/m~0n;8"
      })
  void findsTheExamplesOfTheStandard(String pointer, String value) {
    assertThat(document.at(pointer)).contains(Json.parse(value));
  }

  @Test
  void theEmptyPointerIsTheWhole() {
    assertThat(document.at("")).contains(document);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/foo/2",
        "/foo/-",
        "/foo/01",
        "/foo/-1",
        "/foo/1e0",
        "/foo/99999999999",
        "/foo/",
        "/foo/0/x",
        "/nothing",
        "//",
        "/foo/٠"
      })
  void findsNothingWhereNothingIs(String pointer) {
    assertThat(document.at(pointer)).isEmpty();
  }

  @Test
  void refusesAPointerThatDoesNotBeginWithASlash() {
    assertThatIllegalArgumentException().isThrownBy(() -> document.at("foo"));
  }

  @Test
  void unescapesInTheOrderOfTheStandard() {
    assertThat(Json.object().put("~1", 1).build().at("/~01")).contains(Json.of(1));
  }
}
