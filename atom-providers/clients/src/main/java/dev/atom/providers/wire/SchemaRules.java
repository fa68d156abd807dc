package dev.atom.providers.wire;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * What a provider accepts of JSON Schema, as data.
 *
 * @param whose the provider's way, for warnings
 * @param keywords the keywords it understands; empty for all
 * @param formats the formats of texts it understands; empty for all
 * @param demands how a schema must be written
 * @param limits how much of it there may be
 */
public record SchemaRules(
    String whose, Set<String> keywords, Set<String> formats, Set<Demand> demands, Limits limits) {
  /** Copies the sets. */
  public SchemaRules {
    keywords = Set.copyOf(keywords);
    formats = Set.copyOf(formats);
    demands = Set.copyOf(demands);
  }

  /** How a schema must be written. */
  public enum Demand {
    /** Objects have the members they name and no others. */
    CLOSED,
    /** Every member is required; one that is optional may be null instead. */
    ALL_REQUIRED,
    /** Null is the keyword {@code nullable}, not a type; a schema has one type. */
    NULLABLE,
    /** Types are in upper case. */
    UPPER_CASE_TYPES,
    /** A single value is a list of one. */
    CONST_AS_ENUM,
    /** Lists of values hold texts only. */
    TEXT_ENUMS,
    /** No references: what they lead to stands in their place. */
    INLINE,
    /** References are fine unless they lead back to themselves. */
    INLINE_IF_RECURSIVE
  }

  /**
   * How much there may be.
   *
   * @param levels schemas of objects and arrays inside each other
   * @param properties members of all objects together
   * @param values values of all enums together
   */
  public record Limits(int levels, int properties, int values) {
    static final Limits NONE = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  private static final Set<String> BASIC =
      Set.of("type", "description", "enum", "properties", "required", "items", "anyOf");

  private static final Set<String> REFERENCES = Set.of("$ref", "$defs", "definitions");

  private static final Set<String> COMMON_FORMATS =
      Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");

  /** JSON Schema as it is: OpenAI when not strict, Ollama, llama.cpp, vLLM, tools almost anywhere. */
  public static final SchemaRules AS_IS =
      new SchemaRules("any", Set.of(), Set.of(), EnumSet.noneOf(Demand.class), Limits.NONE);

  /** OpenAI's strict mode, which Azure, Groq and Mistral took over. */
  public static final SchemaRules OPENAI_STRICT =
      new SchemaRules(
          "OpenAI's strict mode",
          union(
              BASIC,
              REFERENCES,
              Set.of("title", "const", "additionalProperties", "pattern", "format", "multipleOf"),
              Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
              // A recorded request shows that the lengths of texts are taken too.
              Set.of("minItems", "maxItems", "minLength", "maxLength")),
          COMMON_FORMATS,
          EnumSet.of(Demand.CLOSED, Demand.ALL_REQUIRED),
          new Limits(10, 5_000, 1_000));

  /** Anthropic's {@code output_config.format}. */
  public static final SchemaRules ANTHROPIC =
      new SchemaRules(
          "Anthropic",
          union(
              BASIC,
              REFERENCES,
              Set.of("title", "const", "additionalProperties", "format", "default")),
          union(COMMON_FORMATS, Set.of("uri")),
          EnumSet.of(Demand.CLOSED, Demand.INLINE_IF_RECURSIVE),
          Limits.NONE);

  /** Gemini's {@code responseJsonSchema} and {@code parametersJsonSchema}. */
  public static final SchemaRules GEMINI_JSON_SCHEMA =
      new SchemaRules(
          "Gemini",
          union(
              BASIC,
              REFERENCES,
              Set.of(
                  "title", "format", "prefixItems", "minItems", "maxItems", "minimum", "maximum"),
              Set.of("additionalProperties", "oneOf", "default", "$id", "$anchor"),
              Set.of("propertyOrdering", "property_ordering")),
          Set.of(),
          EnumSet.of(Demand.CONST_AS_ENUM),
          Limits.NONE);

  /** Gemini's {@code responseSchema} and {@code parameters}, a part of OpenAPI's schemas. */
  public static final SchemaRules GEMINI_OPENAPI =
      new SchemaRules(
          "Gemini's older schemas",
          union(
              BASIC,
              Set.of("title", "format", "nullable", "default", "example", "propertyOrdering"),
              Set.of("minItems", "maxItems", "minimum", "maximum", "minLength", "maxLength"),
              Set.of("minProperties", "maxProperties", "pattern")),
          Set.of("date-time", "enum", "float", "double", "int32", "int64"),
          EnumSet.of(
              Demand.NULLABLE,
              Demand.UPPER_CASE_TYPES,
              Demand.CONST_AS_ENUM,
              Demand.TEXT_ENUMS,
              Demand.INLINE),
          Limits.NONE);

  boolean demands(Demand demand) {
    return demands.contains(demand);
  }

  boolean knows(String keyword) {
    return keywords.isEmpty() || keywords.contains(keyword);
  }

  boolean knowsFormat(String format) {
    return formats.isEmpty() || formats.contains(format);
  }

  @SafeVarargs
  private static Set<String> union(Set<String>... parts) {
    Set<String> all = new HashSet<>();
    for (Set<String> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
