package dev.atom.rules.template;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A catalogue of templates. Immutable and thread-safe. */
public final class RuleTemplates {
  private static final List<String> FILES =
      List.of(
          "customer-service.json",
          "sales.json",
          "project-coordination.json",
          "compliance.json",
          "commerce.json",
          "booking.json");

  private final Map<String, RuleTemplate> byName;

  private RuleTemplates(Map<String, RuleTemplate> byName) {
    this.byName = Collections.unmodifiableMap(byName);
  }

  /** Read once, when first asked for. */
  private static final class BuiltIn {
    private static final RuleTemplates ALL = read();

    private static RuleTemplates read() {
      List<RuleTemplate> templates = new ArrayList<>();
      for (String file : FILES) {
        for (Json document : ((Json.Arr) TemplateReader.resource(file)).items()) {
          templates.add(RuleTemplate.parse(document));
        }
      }
      return of(templates);
    }
  }

  /**
   * Returns the templates that come with Atom.
   *
   * @return the catalogue
   */
  public static RuleTemplates builtIn() {
    return BuiltIn.ALL;
  }

  /**
   * Returns a catalogue of templates.
   *
   * @param templates in the order to show them
   * @return the catalogue
   * @throws IllegalArgumentException if two have the same name
   */
  public static RuleTemplates of(List<RuleTemplate> templates) {
    Map<String, RuleTemplate> byName = new LinkedHashMap<>();
    for (RuleTemplate template : templates) {
      if (byName.put(template.name(), template) != null) {
        throw new IllegalArgumentException(
            "there are two templates \"" + template.name() + "\"; give one another name");
      }
    }
    return new RuleTemplates(byName);
  }

  /**
   * Returns this catalogue with a template more, which replaces one of the same name.
   *
   * @param template the host's own
   * @return another catalogue
   */
  public RuleTemplates with(RuleTemplate template) {
    Map<String, RuleTemplate> more = new LinkedHashMap<>(byName);
    more.put(template.name(), template);
    return new RuleTemplates(more);
  }

  /**
   * Returns the templates.
   *
   * @return in the order to show them
   */
  public List<RuleTemplate> all() {
    return List.copyOf(byName.values());
  }

  /**
   * Returns the templates for a trade.
   *
   * @param industry such as {@code customer service}
   * @return may be empty
   */
  public List<RuleTemplate> industry(String industry) {
    return byName.values().stream().filter(t -> t.industry().equals(industry)).toList();
  }

  /**
   * Finds a template.
   *
   * @param name its name
   * @return empty if there is none
   */
  public Optional<RuleTemplate> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
