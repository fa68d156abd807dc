package dev.atom.rules;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a {@link RuleVocabulary} says of one fact: what rules are checked against, and what an editor
 * of rules shows. Immutable and thread-safe.
 */
public final class FactDescription {
  private final String path;
  private final FactType type;
  private final String label;
  private final String description;
  private final Optional<String> unit;
  private final Map<String, String> choices;
  private final List<Json> examples;
  private final boolean sensitive;

  private FactDescription(Builder builder) {
    path = builder.path;
    type = builder.type;
    label = builder.label;
    description = builder.description;
    unit = builder.unit;
    choices = Collections.unmodifiableMap(new LinkedHashMap<>(builder.choices));
    examples = List.copyOf(builder.examples);
    sensitive = builder.sensitive;
  }

  /**
   * Returns a builder of a description.
   *
   * @param path the fact's name, with dots between the parts; {@code []} after a list's name leads to
   *     its items: {@code order.lines[].price}, {@code tags[]}
   * @param type its type
   * @return a new builder
   * @throws IllegalArgumentException if the path is none
   */
  public static Builder newBuilder(String path, FactType type) {
    return new Builder(path, type);
  }

  /**
   * Returns the path.
   *
   * @return names with dots between
   */
  public String path() {
    return path;
  }

  /**
   * Returns the type.
   *
   * @return the type of the value
   */
  public FactType type() {
    return type;
  }

  /**
   * Returns the name for people.
   *
   * @return the path unless set
   */
  public String label() {
    return label;
  }

  /**
   * Returns what the fact means, for people.
   *
   * @return may be empty
   */
  public String description() {
    return description;
  }

  /**
   * Returns what a number counts.
   *
   * @return such as {@code EUR} or {@code days}; empty unless set
   */
  public Optional<String> unit() {
    return unit;
  }

  /**
   * Returns the values a text may have; conditions that compare it with another are refused.
   *
   * @return values and their names for people, in order; empty if any text will do
   */
  public Map<String, String> choices() {
    return choices;
  }

  /**
   * Returns values that the fact may have, for people.
   *
   * @return may be empty
   */
  public List<Json> examples() {
    return examples;
  }

  /**
   * Tells whether the value is hidden in traces.
   *
   * @return false unless set
   */
  public boolean sensitive() {
    return sensitive;
  }

  Json.Obj toJson() {
    var json = Json.object().put("path", path).put("type", type.jsonName()).put("label", label);
    if (!description.isEmpty()) {
      json.put("description", description);
    }
    json.put("unit", unit);
    if (!choices.isEmpty()) {
      json.put("choices", choices.entrySet().stream().map(FactDescription::choice).toList());
    }
    if (!examples.isEmpty()) {
      json.put("examples", examples);
    }
    if (sensitive) {
      json.put("sensitive", true);
    }
    return json.build();
  }

  private static Json choice(Map.Entry<String, String> choice) {
    return Json.object().put("value", choice.getKey()).put("label", choice.getValue()).build();
  }

  @Override
  public String toString() {
    return toJson().toString();
  }

  /**
   * Builds a {@link FactDescription}. Defaults: labelled by its path, no description, unit, choices
   * or examples, not sensitive. Not thread-safe.
   */
  public static final class Builder {
    private final String path;
    private final FactType type;
    private String label;
    private String description = "";
    private Optional<String> unit = Optional.empty();
    private final Map<String, String> choices = new LinkedHashMap<>();
    private final List<Json> examples = new ArrayList<>();
    private boolean sensitive;

    private Builder(String path, FactType type) {
      if (FieldPath.parse(path).filter(p -> p.text().equals(p.inner()) && !p.item()).isEmpty()) {
        throw new IllegalArgumentException("\"" + path + "\" is no path; use names and dots");
      }
      this.path = path;
      this.label = path;
      this.type = Objects.requireNonNull(type, "type");
    }

    /**
     * Sets the name for people.
     *
     * @param text the name
     * @return this builder
     */
    public Builder label(String text) {
      label = Objects.requireNonNull(text, "text");
      return this;
    }

    /**
     * Says what the fact means.
     *
     * @param text for people
     * @return this builder
     */
    public Builder description(String text) {
      description = Objects.requireNonNull(text, "text");
      return this;
    }

    /**
     * Says what the number counts.
     *
     * @param text such as {@code EUR} or {@code days}
     * @return this builder
     */
    public Builder unit(String text) {
      unit = Optional.of(text);
      return this;
    }

    /**
     * Adds a value that the text may have.
     *
     * @param value the value
     * @param name its name for people
     * @return this builder
     * @throws IllegalStateException if the fact is no text
     */
    public Builder choice(String value, String name) {
      if (type != FactType.TEXT) {
        throw new IllegalStateException(
            "fact \"" + path + "\": a text has choices, not a value of type " + type);
      }
      choices.put(value, name);
      return this;
    }

    /**
     * Adds a value that the fact may have.
     *
     * @param value a value that {@link Json#from} can write
     * @return this builder
     */
    public Builder example(Object value) {
      examples.add(Json.from(value));
      return this;
    }

    /**
     * Hides the value in traces.
     *
     * @return this builder
     */
    public Builder sensitive() {
      sensitive = true;
      return this;
    }

    /**
     * Returns the description.
     *
     * @return the description
     */
    public FactDescription build() {
      return new FactDescription(this);
    }
  }
}
