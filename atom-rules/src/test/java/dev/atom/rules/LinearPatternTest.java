package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {
  private static Effort unbounded() {
    return Effort.of(Long.MAX_VALUE);
  }

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "b",
          "A",
          "ab",
          "ba",
          "aab",
          "abab",
          "abc",
          "a1",
          "a-b",
          "a b",
          "😀",
          "a\nb",
          "refund",
          "please REFUND me",
          "AB-1234",
          "aaaa",
          "]",
          "^");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a*",
        "a+b?",
        "(ab)*",
        "(?:a|b)+",
        "a|b|",
        "[a-c]+",
        "[^a]",
        "[^a-c]*",
        ".*",
        ".",
        "a{2}",
        "a{2,}",
        "a{1,2}b",
        "(a{0,2}b){2}",
        "\\w+",
        "\\d",
        "\\D*",
        "\\W",
        "\\s*",
        "a\\sb",
        ".*\\bREFUND\\b.*",
        "^a.*$",
        "[A-Z]{2}-\\d{4,8}",
        "a*?b",
        "[]a]",
        "[\\^x]",
        "\\^",
        "(a*)*",
        "(|a)+b",
        "[-a]*b",
        "a\\Bb",
        "()",
        "(()){3}a?"
      })
  void agreesWithTheJdk(String regex) {
    // A bracket that comes first in a class is a literal here, as in POSIX; the JDK wants it
    // escaped.
    Pattern jdk = Pattern.compile(regex.replace("[]", "[\\]"), Pattern.DOTALL);
    LinearPattern linear = LinearPattern.compile(regex, false);
    for (String text : TEXTS) {
      assertThat(linear.matches(text, unbounded())).as(text).isEqualTo(jdk.matcher(text).matches());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"REFUND", "[R]efund", "ref[^x]nd", "[q-s]EFUND"})
  void ignoresCase(String regex) {
    assertThat(LinearPattern.compile(regex, true).matches("refund", unbounded())).isTrue();
    assertThat(LinearPattern.compile("[^R]efund", true).matches("refund", unbounded())).isFalse();
  }

  @Test
  void takesLinearTimeWhereBacktrackingTakesForever() {
    LinearPattern pattern = LinearPattern.compile("(a+)+(a|aa)*(a*)*b", false);
    String text = "a".repeat(20_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(pattern.matches(text, unbounded())).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a)\\1",
        "(?=a)",
        "(?<!a)b",
        "(?<n>a)",
        "(?i)a",
        "a*+",
        "a**",
        "*a",
        "(a",
        "a)",
        "[a",
        "[b-a]",
        "a{",
        "a{2,1}",
        "\\",
        "\\p{L}",
        "((((a{99}){99}){99}){99})",
        "((){999}){999}",
        "]"
      })
  void refusesWhatItCannotMatch(String regex) {
    assertThatThrownBy(() -> LinearPattern.compile(regex, false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
