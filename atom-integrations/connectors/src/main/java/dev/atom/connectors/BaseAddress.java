package dev.atom.connectors;

import dev.atom.connectors.ConnectorException.InvalidConnector;
import dev.atom.connectors.ConnectorFile.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Decides which server a connection talks to, and with it who sees the key. */
final class BaseAddress {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private BaseAddress() {}

  /** Checks the settings and fills in the defaults. */
  static Map<String, String> settings(ConnectorFile file, Map<String, String> given) {
    for (String name : given.keySet()) {
      if (!file.settings().containsKey(name)) {
        throw fault(file, name, "no such setting");
      }
    }
    Map<String, String> values = new LinkedHashMap<>();
    file.settings()
        .forEach(
            (name, setting) -> {
              String value = given.get(name);
              if (value == null) {
                value = setting.fallback().orElseThrow(() -> fault(file, name, "not set"));
              }
              if (!fits(setting, value)) {
                throw fault(file, name, "the value does not fit the setting's pattern or choices");
              }
              values.put(name, value);
            });
    return Map.copyOf(values);
  }

  private static boolean fits(Setting setting, String value) {
    return setting.pattern().map(p -> p.matcher(value).matches()).orElse(true)
        && (setting.choices().isEmpty() || setting.choices().contains(value));
  }

  private static InvalidConnector fault(ConnectorFile file, String setting, String problem) {
    return new InvalidConnector("\"" + file.id() + "\"", "/settings/" + setting, problem);
  }

  static URI ofFile(ConnectorFile file, Map<String, String> settings) {
    String text = file.baseUrl().expand(name -> settings.getOrDefault(name, ""));
    URI base;
    try {
      base = new URI(text);
    } catch (URISyntaxException e) {
      throw misplaced(file, "with these settings it is no address");
    }
    if (!plain(base) || !"https".equals(base.getScheme())) {
      throw misplaced(file, "with these settings it has no host, or a user or query");
    }
    String host = base.getHost().toLowerCase(Locale.ROOT);
    boolean allowed =
        file.allowedHosts().stream()
            .anyMatch(h -> h.startsWith("*.") ? host.endsWith(h.substring(1)) : host.equals(h));
    if (!allowed) {
      throw misplaced(file, "with these settings its host is none of allowedHosts");
    }
    return base;
  }

  private static InvalidConnector misplaced(ConnectorFile file, String problem) {
    return new InvalidConnector("\"" + file.id() + "\"", "/baseUrl", problem);
  }

  static URI ofHost(URI base) {
    boolean safe =
        "https".equals(base.getScheme())
            || ("http".equals(base.getScheme()) && THIS_MACHINE.contains(base.getHost()));
    if (!plain(base) || !safe) {
      throw new IllegalArgumentException(
          "expected an https address, or http on this machine, without user and query: host \""
              + base.getHost()
              + "\"");
    }
    return base;
  }

  private static boolean plain(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null
        && !path.contains("/.");
  }
}
