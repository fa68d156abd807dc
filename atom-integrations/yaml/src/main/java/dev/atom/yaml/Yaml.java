package dev.atom.yaml;

import dev.atom.json.Json;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML 1.2 as JSON values, by the core schema, and strictly: what could be meant in two ways is
 * refused.
 *
 * {@snippet file="dev/atom/yaml/YamlTest.java" region="norway"}
 *
 * <p>{@code true}, {@code false} and {@code null} (or {@code ~}, or nothing) are what they say, also
 * capitalised; {@code no}, {@code on} and dates are texts; numbers are decimal and exact. Refused are
 * keys that stand twice, numbers with a leading zero, octal and hexadecimal ones, infinity, tags beyond
 * YAML's own plain ones, merge keys ({@code <<}), more than one document and none.
 *
 * <p>Guarantees: no object is ever made but a JSON value. A text has up to a million characters, values
 * nest up to 100 levels, and aliases may repeat up to 100,000 values in all, so that reading ends soon.
 * Errors hold nothing of the text. Thread-safe.
 */
public final class Yaml {
  private static final int LONGEST = 1_000_000;

  private Yaml() {}

  /**
   * Reads a text.
   *
   * @param text one YAML document
   * @return its value; members keep their order
   * @throws InvalidYaml if the text is no YAML of that kind or exceeds a limit; says line and column
   */
  public static Json parse(String text) {
    if (text.length() > LONGEST) {
      throw new InvalidYaml("a YAML text has up to " + LONGEST + " characters", 0, 0);
    }
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(LONGEST).setParseComments(false).build();
    try {
      return new YamlReader(new ParserImpl(settings, new StreamReader(settings, text))).read();
    } catch (MarkedYamlEngineException e) {
      throw at(e.getProblemMark().or(e::getContextMark), plain(e.getProblem()));
    } catch (YamlEngineException e) {
      throw new InvalidYaml("the text is no YAML: a character that may not stand there", 0, 0);
    }
  }

  /** The engine's words, without what it cites. */
  private static String plain(String problem) {
    return "the text is no YAML: " + problem.replaceAll("'[^']*'|\"[^\"]*\"", "…").strip();
  }

  static InvalidYaml at(Optional<Mark> mark, String problem) {
    return new InvalidYaml(
        problem, mark.map(Mark::getLine).orElse(-1) + 1, mark.map(Mark::getColumn).orElse(-1) + 1);
  }
}
