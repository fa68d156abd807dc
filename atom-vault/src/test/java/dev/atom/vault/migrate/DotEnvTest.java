package dev.atom.vault.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.json.Json;
import dev.atom.vault.ImportUnreadable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvTest {
  private static final String REFERS =
      "programs disagree about ${…} in it; write the value out, or import it by hand";
  private static final String BACKSLASH =
      "programs disagree about a backslash in it; write it in single quotes, or import it by hand";

  @TempDir private Path folder;

  private static List<ImportEntry> parse(String text) {
    return DotEnv.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> values(String text) {
    return ReadEntries.values(parse(text));
  }

  private static List<String> unreadable(String text) {
    return ReadEntries.unreadable(parse(text));
  }

  @Test
  void valuesAreReadAsProgramsReadThem() {
    assertThat(
            values(
                """
                # keys of acme
                PLAIN=sk-plain
                  SPACED  =  two words  \t
                export EXPORTED=sk-exported
                export=a name like any other

                COMMENTED=sk-1 # old
                DOUBLE="a\\nb\\r 'c' $d # no comment" # comment
                SINGLE='a\\tb "c" $d # no comment'
                LINES="first
                second"
                SINGLE_LINES='first
                second'
                EMPTY=
                BLANK=   # nothing
                QUOTED_EMPTY=""
                DOLLAR=pa$$w0rd
                EQUAL=a=b=c
                INNER=it's "so"
                sub.name-2=dots
                UNICODE=schlüssel-😀
                """))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("PLAIN", "sk-plain"),
                Map.entry("SPACED", "two words"),
                Map.entry("EXPORTED", "sk-exported"),
                Map.entry("export", "a name like any other"),
                Map.entry("COMMENTED", "sk-1"),
                Map.entry("DOUBLE", "a\nb\r 'c' $d # no comment"),
                Map.entry("SINGLE", "a\\tb \"c\" $d # no comment"),
                Map.entry("LINES", "first\nsecond"),
                Map.entry("SINGLE_LINES", "first\nsecond"),
                Map.entry("EMPTY", ""),
                Map.entry("BLANK", ""),
                Map.entry("QUOTED_EMPTY", ""),
                Map.entry("DOLLAR", "pa$$w0rd"),
                Map.entry("EQUAL", "a=b=c"),
                Map.entry("INNER", "it's \"so\""),
                Map.entry("sub.name-2", "dots"),
                Map.entry("UNICODE", "schlüssel-😀")));
  }

  @Test
  void byteOrderMarkAndLineEndsOfAnyKindAreNoPartOfValues() {
    assertThat(values("\uFEFFA=1\r\nB=\"x\r\ny\rz\"\rC=3"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("A", "1", "B", "x\ny\nz", "C", "3"));
  }

  @Test
  void lastLineOfANameCountsEvenIfItIsEmptyOrUnreadable() {
    assertThat(values("A=1\nA=2\n")).isEqualTo(Map.of("A", "2"));
    assertThat(values("A=1\nA=\n")).isEqualTo(Map.of("A", ""));
    assertThat(values("A=1\nA=`2`\n")).isEmpty();
    assertThat(values("A=`1`\nA=2\n")).isEqualTo(Map.of("A", "2"));
  }

  @Test
  void whatProgramsReadDifferentlyIsReportedByItsLine() {
    assertThat(
            unreadable(
                """
                A=1
                B=`x`
                C=a${HOME}b
                D="a
                ${HOME}"
                E=pass#word
                F=#x
                G="a" b
                H="a\\tb"
                I='a\\\\b'
                J='it\\'s'
                K='${HOME}'
                """))
        .containsExactly(
            "line 2 B: programs disagree about backticks; write it in double quotes",
            "line 3 C: " + REFERS,
            "line 4 D: " + REFERS,
            "line 6 E: programs disagree about a # in it; write it in double quotes",
            "line 7 F: programs disagree about a # in it; write it in double quotes",
            "line 8 G: something stands behind its closing quote",
            "line 9 H: " + BACKSLASH,
            "line 10 I: " + BACKSLASH,
            "line 11 J: " + BACKSLASH,
            "line 12 K: " + REFERS);
  }

  @Test
  void noValueDiffersFromWhatPythonAndJavaScriptRead() {
    List<Json.Obj> recorded = FernetTokens.objects(recorded());
    int values = 0;
    for (Json.Obj vector : recorded) {
      List<ImportEntry> entries = parse(FernetTokens.member(vector, "file"));
      String value = ReadEntries.values(entries).get("KEY");
      if (value != null) {
        values++;
        assertThat(value)
            .as(vector.toString())
            .isEqualTo(FernetTokens.member(vector, "python"))
            .isEqualTo(FernetTokens.member(vector, "javascript"));
      }
    }
    assertThat(recorded).hasSize(400);
    assertThat(values).isEqualTo(231);
  }

  private static Json recorded() {
    try (InputStream in = DotEnvTest.class.getResourceAsStream("/dotenv/recorded.json")) {
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void lineWithoutANameIsToldByItsNumberOnly() {
    assertThat(unreadable("sk-secret\nNAME\nN A=1\n1A=x\nA: b\n=x\n\"q\"=1\n"))
        .containsExactly(
            "line 1 : the line is no NAME=value",
            "line 2 : the line is no NAME=value",
            "line 3 : the line is no NAME=value",
            "line 4 : the line is no NAME=value",
            "line 5 : the line is no NAME=value",
            "line 6 : the line is no NAME=value",
            "line 7 : the line is no NAME=value");
  }

  @Test
  void quoteBelowAnEmptyValueMayBelongToIt() {
    assertThat(unreadable("A=\n\n 'b'\nC=1\n"))
        .containsExactly(
            "line 1 A: programs disagree about a quote on the next line; write it on this one",
            "line 3 : the line is no NAME=value");
  }

  @Test
  void openQuoteHidesTheRestSoThatNoPieceOfASecretIsTakenForAName() {
    String text = "A=1\nKEY=\"-----BEGIN\nMIICabc=\nB=2\n";
    assertThat(values(text)).isEqualTo(Map.of("A", "1"));
    assertThat(unreadable(text))
        .containsExactly(
            "line 2 KEY: its quote is not closed; so the rest of the file is not read either");
  }

  @Test
  void longKeyWithoutQuotesHidesItsLines() {
    String text =
        "A=1\nKEY=-----BEGIN PRIVATE KEY-----\nMIICabc=\nMIIC=x\n-----END PRIVATE KEY-----\nB=2\n";
    assertThat(values(text)).isEqualTo(Map.of("A", "1", "B", "2"));
    assertThat(unreadable(text))
        .containsExactly("line 2 KEY: a key of several lines must stand in double quotes");
    assertThat(values("KEY=-----BEGIN X-----\\nabc\\n-----END X-----"))
        .isEqualTo(Map.of("KEY", "-----BEGIN X-----\\nabc\\n-----END X-----"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "#", "A", "A=", "A=\"", "A=\"\\", "A='", "export", "export ", " "})
  void shortestFilesAreRead(String text) {
    assertThat(values(text)).isIn(Map.of(), Map.of("A", ""));
  }

  @Test
  void fileIsReadAnewAndItsAbsenceTold() throws IOException {
    Path file = folder.resolve(".env");
    ImportSource source = ImportSource.dotEnv(file);
    assertThatExceptionOfType(ImportUnreadable.class)
        .isThrownBy(source::read)
        .withMessageContaining(".env");
    Files.writeString(file, "A=1\n");
    assertThat(ReadEntries.values(source.read())).isEqualTo(Map.of("A", "1"));
    Files.writeString(file, "A=2\n");
    assertThat(ReadEntries.values(source.read())).isEqualTo(Map.of("A", "2"));
    assertThatExceptionOfType(ImportUnreadable.class)
        .isThrownBy(() -> ImportSource.dotEnv(folder).read());
    Files.write(file, new byte[1024 * 1024 + 1]);
    assertThatExceptionOfType(ImportUnreadable.class)
        .isThrownBy(source::read)
        .withMessageContaining("in parts");
  }
}
