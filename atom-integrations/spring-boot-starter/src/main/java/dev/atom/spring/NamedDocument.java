package dev.atom.spring;

import dev.atom.json.Json;
import dev.atom.yaml.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/** A document that a property names, in JSON or, with atom-yaml, in YAML. */
final class NamedDocument {
  private final String property;
  private final String location;
  private final Resource resource;
  private final ResourceLoader resources;

  private NamedDocument(
      String property, String location, Resource resource, ResourceLoader resources) {
    this.property = property;
    this.location = location;
    this.resource = resource;
    this.resources = resources;
  }

  static NamedDocument at(String property, String location, ResourceLoader resources) {
    return new NamedDocument(property, location, files(resources).getResource(location), resources);
  }

  /** What has no prefix is a file, which Spring would look for on the class path. */
  static ResourceLoader files(ResourceLoader resources) {
    return ApplicationResourceLoader.get(resources, true);
  }

  /** One of several documents that a pattern found; by its own name. */
  static NamedDocument found(String property, Resource resource, ResourceLoader resources) {
    return new NamedDocument(property, resource.getDescription(), resource, resources);
  }

  String location() {
    return location;
  }

  /** Throws JsonException or its like if it is not of its format. */
  Json read() {
    boolean yaml = isYaml();
    String text = text();
    return yaml ? InYaml.parse(text) : Json.parse(text);
  }

  private boolean isYaml() {
    String file = resource.getFilename();
    String name = (file == null ? location : file).toLowerCase(Locale.ROOT);
    if (name.endsWith(".json")) {
      return false;
    }
    if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
      throw wrong("which ends neither in .json nor in .yaml", "name a document that does");
    }
    if (!ClassUtils.isPresent("dev.atom.yaml.Yaml", resources.getClassLoader())) {
      throw wrong(
          "but atom-yaml is not on the class path",
          "add the dependency dev.atom:atom-yaml, or write the document in JSON");
    }
    return true;
  }

  private String text() {
    try {
      return resource.getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw wrong(
          "which can't be read", "name a file or, as classpath:name.json, what is in a jar");
    }
  }

  private SettingUnusable wrong(String problem, String remedy) {
    return SettingUnusable.value(property, location, problem, remedy);
  }

  /** Loaded only where atom-yaml is there. */
  private static final class InYaml {
    private InYaml() {}

    static Json parse(String text) {
      return Yaml.parse(text);
    }
  }
}
