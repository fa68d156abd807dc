package dev.atom.connectors;

import dev.atom.connectors.ConnectorFile.Access;
import dev.atom.connectors.ConnectorFile.Action;
import dev.atom.connectors.ConnectorFile.Auth;
import dev.atom.connectors.ConnectorFile.Setting;
import dev.atom.json.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a connector's file and refuses what could not work, or what nothing would read. */
final class ConnectorReader {
  private final FileNode file;
  private final Map<String, Setting> settings = new LinkedHashMap<>();

  private ConnectorReader(FileNode file) {
    this.file = file;
  }

  static ConnectorFile read(Json.Obj json) {
    String name = json.text("id").map(id -> "\"" + id + "\"").orElse("without id");
    return new ConnectorReader(FileNode.root(name, json)).read();
  }

  private ConnectorFile read() {
    file.only(
        "id",
        "title",
        "settings",
        "auth",
        "baseUrl",
        "headers",
        "allowedHosts",
        "errors",
        "limits",
        "actions",
        "webhook");
    String id = file.text("id");
    if (!id.matches("[a-z][a-z0-9-]{0,30}")) {
      throw file.fault(
          "id", "use a lower-case letter, then letters, digits and hyphens, at most 31");
    }
    file.children("settings").forEach((name, node) -> settings.put(name, setting(name, node)));
    Auth auth = auth();
    Template baseUrl = baseUrl();
    ActionReader actions = new ActionReader(id, settings.keySet(), auth);
    Map<String, Action> read = new LinkedHashMap<>();
    file.children("actions").forEach((name, node) -> read.put(name, actions.read(name, node)));
    checks(read);
    return new ConnectorFile(
        id,
        file.text("title"),
        Map.copyOf(settings),
        auth,
        baseUrl,
        headers(),
        allowedHosts(baseUrl),
        file.nodes("errors").stream().map(ErrorRule::read).toList(),
        waits(),
        read,
        file.optionalNode("webhook").map(WebhookRule::read));
  }

  private static Setting setting(String name, FileNode node) {
    node.only("title", "pattern", "default", "enum");
    node.text("title");
    if (!name.matches("[A-Za-z][A-Za-z0-9_]*") || name.equals("key")) {
      throw node.fault("a setting's name is letters, digits and underscores, and not \"key\"");
    }
    Optional<Pattern> pattern;
    try {
      pattern = node.optionalText("pattern").map(Pattern::compile);
    } catch (PatternSyntaxException e) {
      throw node.fault("pattern", "no regular expression");
    }
    Set<String> choices = new LinkedHashSet<>(node.texts("enum"));
    if (pattern.isEmpty() && choices.isEmpty()) {
      throw node.fault("a setting needs a \"pattern\" or an \"enum\"");
    }
    return new Setting(pattern, choices, node.optionalText("default"));
  }

  private Auth auth() {
    List<FileNode> ways = file.nodes("auth");
    if (ways.size() != 1) {
      throw file.fault("auth", "expected exactly one way to authenticate");
    }
    FileNode node = ways.get(0);
    return switch (node.text("kind")) {
      case "none" -> {
        node.only("id", "kind");
        yield new Auth.None();
      }
      case "bearer" -> {
        node.only("id", "kind", "place");
        yield node.names().contains("place")
            ? place(node)
            : new Auth.Header("Authorization", "Bearer ");
      }
      case "apiKey" -> {
        node.only("id", "kind", "place");
        yield place(node);
      }
      case "basic" -> basic(node.only("id", "kind", "user", "password"));
      default -> throw node.fault("kind", "expected none, apiKey, bearer or basic");
    };
  }

  private static Auth place(FileNode node) {
    List<FileNode> places = node.nodes("place");
    if (places.size() != 1) {
      throw node.fault("place", "expected exactly one place");
    }
    FileNode place = places.get(0).only("in", "name", "value");
    if (!place.text("in").equals("header")) {
      throw place.fault(
          "in", "expected \"header\": addresses are logged on their way, headers not");
    }
    String value = place.text("value");
    String prefix = value.endsWith("{key}") ? value.substring(0, value.length() - 5) : "{";
    if (prefix.indexOf('{') >= 0) {
      throw place.fault("value", "expected a text that ends with {key}, its only variable");
    }
    return new Auth.Header(headerName(place, "name"), prefix);
  }

  private Auth basic(FileNode node) {
    Template user = template(node, "user");
    Template password = template(node, "password");
    Set<String> used = new LinkedHashSet<>(user.variables());
    used.addAll(password.variables());
    if (!used.remove("key")) {
      throw node.fault("neither user nor password holds {key}");
    }
    requireSettings(node, "user", used);
    return new Auth.Basic(user, password);
  }

  private Template baseUrl() {
    Template baseUrl = template(file, "baseUrl");
    if (!baseUrl.toString().startsWith("https://")) {
      throw file.fault("baseUrl", "expected an address that begins with https://");
    }
    requireSettings(file, "baseUrl", baseUrl.variables());
    return baseUrl;
  }

  private Map<String, Template> headers() {
    Map<String, Template> headers = new LinkedHashMap<>();
    file.optionalNode("headers")
        .ifPresent(
            node -> {
              for (String name : node.names()) {
                Template value = template(node, name);
                requireSettings(node, name, value.variables());
                headers.put(name, value);
              }
            });
    return headers;
  }

  private List<String> allowedHosts(Template baseUrl) {
    List<String> hosts = file.texts("allowedHosts");
    String host = baseUrl.toString().substring("https://".length()).split("[/?#]", 2)[0];
    if (hosts.isEmpty() && host.indexOf('{') >= 0) {
      throw file.fault("allowedHosts", "needed where a setting is part of the host");
    }
    for (String allowed : hosts) {
      if (!allowed.matches("(\\*\\.)?[a-z0-9-]+(\\.[a-z0-9-]+)+")) {
        throw file.fault("allowedHosts", "expected names such as api.example.com or *.example.com");
      }
    }
    return hosts.isEmpty() ? List.of(host) : hosts;
  }

  private List<WaitRule> waits() {
    return file.optionalNode("limits").stream()
        .flatMap(limits -> limits.only("wait").nodes("wait").stream())
        .map(WaitRule::read)
        .toList();
  }

  private void checks(Map<String, Action> actions) {
    actions.forEach(
        (name, action) -> {
          Action asked = action.check().map(actions::get).orElse(null);
          if (action.check().isPresent() && (asked == null || asked.access() != Access.READ)) {
            throw file.node("actions")
                .node(name)
                .fault("check", "expected the name of an action that reads");
          }
        });
  }

  private void requireSettings(FileNode node, String name, Set<String> used) {
    for (String variable : used) {
      if (!settings.containsKey(variable)) {
        throw node.fault(name, "{" + variable + "} is bound to no setting");
      }
    }
  }

  static Template template(FileNode node, String name) {
    try {
      return Template.of(node.text(name));
    } catch (IllegalArgumentException e) {
      throw node.fault(name, String.valueOf(e.getMessage()));
    }
  }

  static String headerName(FileNode node, String name) {
    String header = node.text(name);
    if (!header.matches("[A-Za-z0-9-]+")) {
      throw node.fault(name, "expected the name of a header");
    }
    return header;
  }
}
