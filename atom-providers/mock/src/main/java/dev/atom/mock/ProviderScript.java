package dev.atom.mock;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link ReplayServer} plays, read from a JSON file: exchanges, faults and when they happen. The
 * form is the JSON schema {@code provider-script.schema.json} beside this class. Immutable and
 * thread-safe.
 */
public final class ProviderScript {
  private final String name;
  private final List<Exchange> exchanges;
  private final List<FaultRule> rules;
  private final Optional<Matching> matching;
  private final List<Integer> pieces;

  ProviderScript(
      String name,
      List<Exchange> exchanges,
      List<FaultRule> rules,
      Optional<Matching> matching,
      List<Integer> pieces) {
    this.name = name;
    this.exchanges = List.copyOf(exchanges);
    this.rules = List.copyOf(rules);
    this.matching = matching;
    this.pieces = List.copyOf(pieces);
  }

  /**
   * Reads a script from a file.
   *
   * @param file a JSON file in UTF-8; the paths in it are relative to its folder
   * @return the script
   * @throws InvalidScript if the file, or an exchange that it names, can't be read or is none
   */
  public static ProviderScript read(Path file) {
    return ScriptFile.parse(
        file.toString(), text(file), path -> exchanges(file.resolveSibling(path)));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InvalidScript(file.toString(), "", "can't be read as UTF-8 text", e);
    }
  }

  private static List<Exchange> exchanges(Path path) {
    return Files.isDirectory(path) ? Exchange.folder(path) : List.of(Exchange.read(path));
  }

  /**
   * Reads a script from the class path.
   *
   * @param near a class of the same module and class loader as the resource
   * @param resource the resource's name as {@link Class#getResourceAsStream} takes it; the paths in it
   *     are relative to it and name files, not folders
   * @return the script
   * @throws InvalidScript if there is no such resource, or it or an exchange that it names is none
   */
  public static ProviderScript resource(Class<?> near, String resource) {
    String folder = resource.substring(0, resource.lastIndexOf('/') + 1);
    try (InputStream stream = near.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new InvalidScript(
            resource, "", "there is no such resource near " + near.getName() + "; add it");
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return ScriptFile.parse(
          resource, text, path -> List.of(Exchange.resource(near, folder + path)));
    } catch (IOException e) {
      throw new InvalidScript(resource, "", "the resource can't be read", e);
    }
  }

  /**
   * Returns a script that comes with this library.
   *
   * @param scenario which one
   * @return the script
   */
  public static ProviderScript of(Scenario scenario) {
    return resource(ProviderScript.class, scenario.resource());
  }

  /**
   * Returns the exchanges.
   *
   * @return in the order in which they are played
   */
  public List<Exchange> exchanges() {
    return exchanges;
  }

  List<FaultRule> rules() {
    return rules;
  }

  Optional<Matching> matching() {
    return matching;
  }

  List<Integer> pieces() {
    return pieces;
  }

  /**
   * Returns the name and how much the script holds.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "ProviderScript["
        + name
        + ", "
        + exchanges.size()
        + " exchanges, "
        + rules.size()
        + " faults]";
  }
}
