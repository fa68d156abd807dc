package dev.atom.connectors;

import dev.atom.connectors.ConnectorException.InvalidConnector;
import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An object in a connector's file that knows where it stands and refuses what nobody reads. */
final class FileNode {
  private final String file;
  private final String path;
  private final Json.Obj object;

  private FileNode(String file, String path, Json.Obj object) {
    this.file = file;
    this.path = path;
    this.object = object;
  }

  static FileNode root(String file, Json.Obj object) {
    return new FileNode(file, "", object);
  }

  Json.Obj json() {
    return object;
  }

  Set<String> names() {
    return object.members().keySet();
  }

  /** Refuses every member but these. */
  FileNode only(String... known) {
    Set<String> names = Set.of(known);
    for (String name : names()) {
      if (!names.contains(name)) {
        throw fault(name, "unknown key; known are " + String.join(", ", known));
      }
    }
    return this;
  }

  InvalidConnector fault(String name, String problem) {
    return new InvalidConnector(file, at(name), problem);
  }

  InvalidConnector fault(String problem) {
    return new InvalidConnector(file, path, problem);
  }

  private String at(String name) {
    return path + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  String text(String name) {
    return optionalText(name).orElseThrow(() -> fault(name, "missing; expected a string"));
  }

  Optional<String> optionalText(String name) {
    return object
        .get(name)
        .map(
            value -> {
              if (value instanceof Json.Str text && !text.value().isEmpty()) {
                return text.value();
              }
              throw fault(name, "expected a string that is not empty");
            });
  }

  /** The constant whose name, in lower camel case, stands here. */
  <E extends Enum<E>> Optional<E> choice(String name, Map<String, E> choices) {
    return optionalText(name)
        .map(
            text -> {
              E choice = choices.get(text);
              if (choice == null) {
                throw fault(
                    name, "unknown; expected one of " + String.join(", ", choices.keySet()));
              }
              return choice;
            });
  }

  Optional<Integer> number(String name, int least, int most) {
    return object.get(name).map(value -> wholeNumber(name, value, least, most));
  }

  private int wholeNumber(String name, Json value, int least, int most) {
    if (value instanceof Json.Num number) {
      try {
        int whole = number.value().intValueExact();
        if (whole >= least && whole <= most) {
          return whole;
        }
      } catch (ArithmeticException e) {
        // Reported below, with the range.
      }
    }
    throw fault(name, "expected a whole number from " + least + " to " + most);
  }

  List<Integer> numbers(String name, int least, int most) {
    return items(name).stream().map(item -> wholeNumber(name, item, least, most)).toList();
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Json item : items(name)) {
      if (!(item instanceof Json.Str text) || text.value().isEmpty()) {
        throw fault(name, "expected an array of strings that are not empty");
      }
      texts.add(text.value());
    }
    return List.copyOf(texts);
  }

  List<Json> items(String name) {
    Json value = object.get(name).orElse(Json.array(List.of()));
    if (value instanceof Json.Arr array) {
      return array.items();
    }
    throw fault(name, "expected an array");
  }

  List<FileNode> nodes(String name) {
    List<FileNode> nodes = new ArrayList<>();
    for (Json item : items(name)) {
      if (!(item instanceof Json.Obj member)) {
        throw fault(name, "expected an array of objects");
      }
      nodes.add(new FileNode(file, at(name) + "/" + nodes.size(), member));
    }
    return nodes;
  }

  FileNode node(String name) {
    return optionalNode(name).orElseThrow(() -> fault(name, "missing; expected an object"));
  }

  Optional<FileNode> optionalNode(String name) {
    return object
        .get(name)
        .map(
            value -> {
              if (value instanceof Json.Obj member) {
                return new FileNode(file, at(name), member);
              }
              throw fault(name, "expected an object");
            });
  }

  /** The members of an object of objects, in their order; none if it is missing. */
  Map<String, FileNode> children(String name) {
    Map<String, FileNode> children = new LinkedHashMap<>();
    optionalNode(name)
        .ifPresent(parent -> parent.names().forEach(n -> children.put(n, parent.node(n))));
    return children;
  }

  /** The members of an object of strings, in their order; none if it is missing. */
  Map<String, String> textsByName(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    optionalNode(name)
        .ifPresent(parent -> parent.names().forEach(n -> texts.put(n, parent.text(n))));
    return texts;
  }

  Optional<String> pointer(String name) {
    Optional<String> pointer = optionalText(name);
    if (pointer.isPresent() && !pointer.get().startsWith("/")) {
      throw fault(name, "expected a JSON Pointer, which begins with a slash");
    }
    return pointer;
  }
}
