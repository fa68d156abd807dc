package dev.atom.knowledge.parsers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every file of a collection has an outcome. The collection is too large for the sources: point
 * {@code -Datom.data} at a folder that has the folders {@code html}, {@code pdf} and {@code hostile}
 * below {@code documents}.
 */
@EnabledIfSystemProperty(named = "atom.data", matches = ".+")
class CollectionTest {
  @ParameterizedTest
  @CsvSource({"html, 20", "pdf, 20", "hostile, 0"})
  void everyFileIsParsedOrRefused(String kind, int parsedAtLeast, TestReporter report)
      throws IOException {
    Path folder = Path.of(System.getProperty("atom.data"), "documents", kind);
    assumeTrue(Files.isDirectory(folder), "the collection is not there");
    Map<String, String> outcomes = new TreeMap<>();
    int parsed = 0;
    for (Path file : files(folder)) {
      ParseOutcome outcome = DocumentParsers.ofAll().parse(file);
      outcomes.put(String.valueOf(file.getFileName()), outcome.toString());
      switch (outcome) {
        case ParseOutcome.Parsed known -> {
          parsed++;
          assertThat(known.document().source(file.toString()).text()).isNotBlank();
          assertThat(DocumentParsers.ofAll().parse(file)).isEqualTo(outcome);
        }
        case ParseOutcome.Refused refused -> assertThat(refused.message()).isNotBlank();
      }
    }
    report.publishEntry(kind, parsed + " of " + outcomes.size() + " parsed: " + outcomes);
    assertThat(parsed).isGreaterThanOrEqualTo(parsedAtLeast);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
