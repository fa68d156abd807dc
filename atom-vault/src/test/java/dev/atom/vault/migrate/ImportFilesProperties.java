package dev.atom.vault.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written into a file comes out of it again, and whatever stands there does no harm. */
class ImportFilesProperties {
  @Provide
  Arbitrary<Map<String, String>> settings() {
    Arbitrary<String> names =
        Arbitraries.strings().withCharRange('A', 'Z').withChars('_').ofMinLength(1).ofMaxLength(8);
    Arbitrary<String> values =
        Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, Arbitraries.strings().ascii()),
                net.jqwik.api.Tuple.of(1, Arbitraries.strings()),
                net.jqwik.api.Tuple.of(2, Arbitraries.strings().withChars("\"'\\`$#{} \n\r=abn")))
            .map(ImportFilesProperties::encodable);
    return Arbitraries.maps(names, values).ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> soup() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(
            3, Arbitraries.strings().withChars("aBu09dD8\\\\\\ =:#!\n\n\r\t\f").ofMaxLength(60)),
        net.jqwik.api.Tuple.of(1, Arbitraries.strings().ascii().ofMaxLength(60)));
  }

  /** Half characters have no bytes. */
  private static String encodable(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  @Property
  void dotEnvRoundTrip(@ForAll("settings") Map<String, String> settings, @ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder file = new StringBuilder();
    Map<String, String> expected = new LinkedHashMap<>();
    settings.forEach(
        (name, value) -> {
          if (random.nextBoolean()) {
            file.append("# a comment with \" and '\n\n");
          }
          written(value, random)
              .ifPresent(
                  text -> {
                    file.append(random.nextBoolean() ? "export " : "").append(name).append(" = ");
                    file.append(text).append(random.nextBoolean() ? " # tail" : "");
                    file.append(random.nextBoolean() ? "\r\n" : "\n");
                    expected.put(name, unixLines(value));
                  });
        });
    List<ImportEntry> entries = DotEnv.parse(file.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(ReadEntries.values(entries)).isEqualTo(expected);
  }

  /** In one of the ways that all programs read alike, by chance; empty if there is none. */
  private static Optional<String> written(String value, Random random) {
    List<String> ways = new ArrayList<>();
    if (value.matches("[A-Za-z0-9_.+/=-]+")) {
      ways.add(value);
    }
    if (!value.contains("${")) {
      if (!value.contains("'") && !value.contains("\\\\") && !value.endsWith("\\")) {
        ways.add("'" + value + "'");
      }
      if (!value.contains("\"") && !value.contains("\\")) {
        ways.add('"' + value + '"');
        ways.add('"' + unixLines(value).replace("\n", "\\n") + '"');
      }
    }
    return ways.isEmpty() ? Optional.empty() : Optional.of(ways.get(random.nextInt(ways.size())));
  }

  private static String unixLines(String value) {
    return value.replace("\r\n", "\n").replace('\r', '\n');
  }

  @Property
  void dotEnvOfAnythingNeverFails(@ForAll("soup") String text, @ForAll byte[] bytes) {
    ReadEntries.values(DotEnv.parse(text.getBytes(StandardCharsets.UTF_8)));
    ReadEntries.values(DotEnv.parse(bytes));
  }

  @Property
  void propertiesRoundTrip(@ForAll("settings") Map<String, String> settings) throws IOException {
    Properties properties = new Properties();
    properties.putAll(settings);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    properties.store(file, "settings");
    assertThat(ReadEntries.values(PropertiesText.parse(file.toByteArray()))).isEqualTo(settings);
  }

  @Property(tries = 3000)
  void propertiesOfAnythingAreJavas(@ForAll("soup") String text) throws IOException {
    Optional<Map<String, String>> java = java(text);
    List<ImportEntry> entries = PropertiesText.parse(text.getBytes(StandardCharsets.UTF_8));
    Map<String, String> values = ReadEntries.values(entries);
    if (java.isEmpty()) {
      return; // Java refuses the whole file for one bad escape.
    }
    Map<String, String> expected = java.get();
    List<String> missing = new ArrayList<>(expected.keySet());
    missing.removeAll(values.keySet());
    // Reported instead: lines that are a name alone, halves of characters, an empty name.
    boolean reported = !ReadEntries.unreadable(entries).isEmpty();
    assertThat(missing).allMatch(name -> reported || name.isEmpty());
    values.forEach(
        (name, value) -> {
          // A later line with the name alone makes it empty for Java, and is reported here.
          assertThat(value)
              .satisfiesAnyOf(
                  it -> assertThat(it).isEqualTo(expected.get(name)),
                  it -> assertThat(reported && expected.get(name).isEmpty()).isTrue());
        });
  }

  private static Optional<Map<String, String>> java(String text) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    Map<String, String> all = new LinkedHashMap<>();
    properties.forEach((name, value) -> all.put((String) name, (String) value));
    return Optional.of(all);
  }

  @Property(tries = 300)
  void fernetRoundTrip(@ForAll String text, @ForAll long seed) {
    String value = "x" + encodable(text);
    Random random = new Random(seed);
    String key = FernetTokens.key(random);
    String other = FernetTokens.key(random);
    String token = FernetTokens.token(key, value, random);
    assertThat(FernetTokens.open(FernetTokens.keys(other, key), token)).isEqualTo(value);
  }
}
