package dev.atom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents show is what the tests run, and what they link to is there. */
class DocumentationTest {
  private static final Path ROOT = root();
  private static final Pattern MARKER = Pattern.compile("<!-- snippet: (\\S+)#(\\S+) -->");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)]*)?\\)");

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("CONTRIBUTING.md"))) {
      at = at.getParent();
    }
    return at;
  }

  static Stream<Path> documents() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> top = Files.list(ROOT)) {
      docs.forEach(found::add);
      top.forEach(found::add);
    }
    return found.stream().filter(path -> path.toString().endsWith(".md")).map(ROOT::relativize);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everySnippetIsARegionOfATest(Path document) throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve(document));
    for (int i = 0; i < lines.size(); i++) {
      Matcher marker = MARKER.matcher(lines.get(i));
      if (marker.matches()) {
        assertThat(block(lines, i + 1))
            .as("%s line %s", document, i + 1)
            .isEqualTo(region(ROOT.resolve(marker.group(1)), marker.group(2)));
      } else if (lines.get(i).equals("```java")) {
        assertThat(i > 0 && MARKER.matcher(lines.get(i - 1)).matches())
            .as("%s line %s: a Java block names the test it comes from", document, i + 1)
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyRelativeLinkLeadsToAFile(Path document) throws IOException {
    String text = Files.readString(ROOT.resolve(document)).replaceAll("(?s)```.*?```", "");
    Path folder = ROOT.resolve(document).getParent();
    List<String> broken =
        LINK.matcher(text)
            .results()
            .map(link -> link.group(1))
            .filter(target -> !Files.exists(folder.resolve(target)))
            .toList();
    assertThat(broken).as(document.toString()).isEmpty();
  }

  private static String block(List<String> lines, int start) {
    assertThat(lines.get(start)).startsWith("```");
    return lines.subList(start + 1, lines.size()).stream()
        .takeWhile(line -> !line.equals("```"))
        .collect(Collectors.joining("\n"));
  }

  private static String region(Path file, String name) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> region = new ArrayList<>();
    boolean inside = false;
    for (String line : lines) {
      if (line.strip().equals("// @end") || line.contains("@end region=\"" + name + "\"")) {
        inside = false;
      }
      if (inside) {
        region.add(line);
      }
      if (line.contains("@start region=\"" + name + "\"")) {
        inside = true;
      }
    }
    assertThat(region).as("region %s of %s", name, file).isNotEmpty();
    return dedent(region);
  }

  private static String dedent(List<String> lines) {
    // Trailing blank lines would count as lines without indentation.
    String text = String.join("\n", lines).stripTrailing().stripIndent();
    return text.strip();
  }
}
