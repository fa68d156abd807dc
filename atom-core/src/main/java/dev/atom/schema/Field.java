package dev.atom.schema;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** One field of a {@link Schema}. Immutable and thread-safe. */
public final class Field {
  private final String name;
  private final FieldType type;
  private final String description;
  private final List<String> choices;
  private final Map<String, String> synonyms;
  private final Optional<Pattern> pattern;
  private final JsonSchema check;
  private final boolean sensitive;
  private final boolean confirmBeforeUse;

  private Field(Builder builder) {
    name = builder.name;
    type = builder.type;
    description = builder.description;
    choices = List.copyOf(builder.choices);
    synonyms = Map.copyOf(builder.synonyms);
    pattern = builder.pattern;
    check = pattern.map(Field::check).orElse(JsonSchema.of(Json.Obj.EMPTY));
    sensitive = builder.sensitive;
    confirmBeforeUse = builder.confirmBeforeUse;
  }

  /**
   * Returns a builder of a field.
   *
   * @param name lower case letters, digits and underscores, beginning with a letter
   * @param type the type of its value
   * @return a new builder
   */
  public static Builder newBuilder(String name, FieldType type) {
    return new Builder(name, type);
  }

  /**
   * Returns the name.
   *
   * @return unique in its schema
   */
  public String name() {
    return name;
  }

  /**
   * Returns the type.
   *
   * @return the type of the value
   */
  public FieldType type() {
    return type;
  }

  /**
   * Returns what the field means, for people and models.
   *
   * @return may be empty
   */
  public String description() {
    return description;
  }

  /**
   * Returns the values a {@link FieldType#CHOICE} may have.
   *
   * @return empty for other types
   */
  public List<String> choices() {
    return choices;
  }

  /**
   * Returns other words for choices.
   *
   * @return word in lower case, and the choice it stands for
   */
  public Map<String, String> synonyms() {
    return synonyms;
  }

  /**
   * Returns what a text must match as a whole.
   *
   * @return empty if any text will do
   */
  public Optional<Pattern> pattern() {
    return pattern;
  }

  /**
   * Tells whether the value is to be hidden in prompts and logs.
   *
   * @return false unless set
   */
  public boolean sensitive() {
    return sensitive;
  }

  /**
   * Tells whether the customer must confirm the value before anything irreversible rests on it.
   *
   * @return false unless set
   */
  public boolean confirmBeforeUse() {
    return confirmBeforeUse;
  }

  /** A schema's pattern, because it gives up in time on a value that makes it run wild. */
  private static JsonSchema check(Pattern pattern) {
    return JsonSchema.of(Json.object().put("pattern", "\\A(?:" + pattern + ")\\z").build());
  }

  /** Tells whether a value, if it is a text, matches the pattern. */
  boolean matches(Json value) {
    return check.check(value).isEmpty();
  }

  @Override
  public String toString() {
    return "Field[" + name + ", " + type + "]";
  }

  /** Builds a {@link Field}. Defaults: no description, no pattern, not sensitive. */
  public static final class Builder {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,79}");

    private final String name;
    private final FieldType type;
    private String description = "";
    private final List<String> choices = new ArrayList<>();
    private final Map<String, String> synonyms = new LinkedHashMap<>();
    private Optional<Pattern> pattern = Optional.empty();
    private boolean sensitive;
    private boolean confirmBeforeUse;

    private Builder(String name, FieldType type) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "field name \""
                + name
                + "\": use lower case letters, digits and underscores, beginning with a letter");
      }
      this.name = name;
      this.type = Objects.requireNonNull(type, "type");
    }

    /**
     * Says what the field means.
     *
     * @param text for people and models
     * @return this builder
     */
    public Builder description(String text) {
      description = Objects.requireNonNull(text, "text");
      return this;
    }

    /**
     * Adds values that a choice may have.
     *
     * @param values the values
     * @return this builder
     */
    public Builder choices(List<String> values) {
      choices.addAll(values);
      return this;
    }

    /**
     * Adds another word for a choice.
     *
     * @param word the word, in any case
     * @param choice the choice it stands for
     * @return this builder
     */
    public Builder synonym(String word, String choice) {
      synonyms.put(word.toLowerCase(java.util.Locale.ROOT), choice);
      return this;
    }

    /**
     * Demands that a text matches as a whole.
     *
     * @param regex a regular expression of {@link Pattern}
     * @return this builder
     */
    public Builder pattern(String regex) {
      pattern = Optional.of(Pattern.compile(regex));
      return this;
    }

    /**
     * Hides the value in prompts and logs.
     *
     * @return this builder
     */
    public Builder sensitive() {
      sensitive = true;
      return this;
    }

    /**
     * Demands a confirmation before anything irreversible rests on the value.
     *
     * @return this builder
     */
    public Builder confirmBeforeUse() {
      confirmBeforeUse = true;
      return this;
    }

    /**
     * Returns the field.
     *
     * @return the value
     * @throws IllegalStateException if a choice has no values or a synonym stands for none of them
     */
    public Field build() {
      if ((type == FieldType.CHOICE) == choices.isEmpty()) {
        throw new IllegalStateException(
            "field \"" + name + "\": a CHOICE has choices, another type has none");
      }
      synonyms.values().stream()
          .filter(choice -> !choices.contains(choice))
          .findFirst()
          .ifPresent(
              choice -> {
                throw new IllegalStateException(
                    "field \"" + name + "\": a synonym stands for \"" + choice + "\", no choice");
              });
      return new Field(this);
    }
  }
}
