package dev.atom.spring;

import dev.atom.AtomException;
import dev.atom.json.Json;
import dev.atom.router.RouterBuilder;
import dev.atom.router.config.ConfigParts;
import dev.atom.router.config.ReloadableRouter;
import dev.atom.yaml.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/** The document that a property names, in JSON or, with atom-yaml, in YAML. */
final class RouterDocument {
  private final String location;
  private final ResourceLoader resources;

  RouterDocument(String location, ResourceLoader resources) {
    this.location = location;
    this.resources = resources;
  }

  ReloadableRouter router(ConfigParts parts, Consumer<RouterBuilder> host) {
    Function<String, Json> format = format();
    String text = text();
    try {
      return ReloadableRouter.of(format.apply(text), parts, host);
    } catch (AtomException e) {
      throw SettingUnusable.opening(AtomProperties.ROUTER_CONFIG, location, e);
    }
  }

  private Function<String, Json> format() {
    String name = location.toLowerCase(Locale.ROOT);
    if (name.endsWith(".json")) {
      return Json::parse;
    }
    if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
      throw wrong("which ends neither in .json nor in .yaml", "name a document that does");
    }
    if (!ClassUtils.isPresent("dev.atom.yaml.Yaml", resources.getClassLoader())) {
      throw wrong(
          "but atom-yaml is not on the class path",
          "add the dependency dev.atom:atom-yaml, or write the document in JSON");
    }
    return InYaml::parse;
  }

  private String text() {
    try {
      return resources.getResource(location).getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw wrong(
          "which can't be read", "name a file or, as classpath:router.json, what is in a jar");
    }
  }

  private SettingUnusable wrong(String problem, String remedy) {
    return SettingUnusable.value(AtomProperties.ROUTER_CONFIG, location, problem, remedy);
  }

  /** Loaded only where atom-yaml is there. */
  private static final class InYaml {
    private InYaml() {}

    static Json parse(String text) {
      return Yaml.parse(text);
    }
  }
}
