package dev.atom.vault.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertiesTextTest {
  @TempDir private Path folder;

  private static Map<String, String> values(String text) {
    return ReadEntries.values(PropertiesText.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> unreadable(String text) {
    return ReadEntries.unreadable(PropertiesText.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void valuesAreReadAsJavaReadsThem() throws IOException {
    Path file = folder.resolve("application.properties");
    Files.writeString(
        file,
        """
        # comment \\
        ! another
        openai.api-key = sk-1
        anthropic.api-key: sk-2
        blank sk-3
        long = one \\
            two \\
            three
        escapes = a\\tb\\nc\\u00e4\\uD83D\\uDE00\\:\\z
        na\\ me\\=x = 4
        empty =
        kept = trailing \t
        """);
    assertThat(ReadEntries.values(ImportSource.properties(file).read()))
        .isEqualTo(
            Map.of(
                "openai.api-key", "sk-1",
                "anthropic.api-key", "sk-2",
                "blank", "sk-3",
                "long", "one two three",
                "escapes", "a\tb\ncä😀:z",
                "na me=x", "4",
                "empty", "",
                "kept", "trailing \t"));
  }

  @Test
  void whatCantBeReadIsToldByItsLine() {
    assertThat(
            unreadable("a=1\nb=\\u12\nc=\\uzzzz\nd=ä\ne=\\ud83d\nf=\\ude00x\nsk-alone\nä=1\n=x\n"))
        .containsExactly(
            "line 2 b: there are no four hexadecimal digits behind a \\u",
            "line 3 c: there are no four hexadecimal digits behind a \\u",
            "line 4 d: programs disagree about characters outside ASCII; write them as \\uXXXX",
            "line 5 e: a \\u is half a character",
            "line 6 f: a \\u is half a character",
            "line 7 : the line is no name=value",
            "line 8 : its name: programs disagree about characters outside ASCII; write them as"
                + " \\uXXXX",
            "line 9 : its name: there is none");
  }

  @Test
  void longKeyWithoutContinuationsHidesItsLines() {
    String text =
        "a=1\nkey=-----BEGIN PRIVATE KEY-----\nMIICabc=\nMIIC=x\n-----END PRIVATE KEY-----\nb=2\n";
    assertThat(values(text)).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(unreadable(text))
        .containsExactly("line 2 key: the lines of a long key must end with \\n\\");
    assertThat(values("key=-----BEGIN X-----\\n\\\n  abc\\n\\\n  -----END X-----\nb=2\n"))
        .isEqualTo(Map.of("key", "-----BEGIN X-----\nabc\n-----END X-----", "b", "2"));
  }

  @Test
  void lastLineOfANameCounts() {
    assertThat(values("a=1\na=2")).isEqualTo(Map.of("a", "2"));
  }
}
